package dynamo

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"blobsight"
)

// Delete implements [blobsight.Store]. The log goes in the transaction of the blob,
// as many lines as fit into it: all of them, but for callbacks with more than
// about 97 attempts. What remains of such a log goes afterwards. If the program is cut
// off before that, nobody sees those lines, and deleting the blob again takes them.
func (s *Store) Delete(ctx context.Context, id string, jobs ...blobsight.Job) error {
	if len(id) > maxID {
		return blobsight.ErrBlobNotFound
	}
	for {
		attempts, log, err := s.survey(ctx, id)
		if errors.Is(err, blobsight.ErrBlobNotFound) {
			return errors.Join(err, s.sweep(ctx, log))
		}
		if err != nil {
			return err
		}
		actions, err := s.enqueue(jobs)
		if err != nil {
			return err
		}
		blob := s.remove(blobKey(id), "callback_attempts = :attempts", attributes{":attempts": attempts})
		actions = append([]types.TransactWriteItem{blob}, actions...)
		for len(log) > 0 && len(actions) < maxActions {
			actions = append(actions, s.remove(log[0], "", nil))
			log = log[1:]
		}
		err = moveError("delete blob", s.transact(ctx, actions...))
		if errors.Is(err, blobsight.ErrStateChanged) {
			continue // another attempt was written down in between; they are seconds apart
		}
		if err != nil {
			return err
		}
		return s.sweep(ctx, log)
	}
}

// remove is the action that deletes an item, with a condition where there is one.
func (s *Store) remove(k key, condition string, values attributes) types.TransactWriteItem {
	d := &types.Delete{TableName: &s.Table, Key: k.attributes(), ExpressionAttributeValues: values}
	if condition != "" {
		d.ConditionExpression = &condition
		d.ReturnValuesOnConditionCheckFailure = types.ReturnValuesOnConditionCheckFailureAllOld
	}
	return types.TransactWriteItem{Delete: d}
}

// survey gives the number of attempts that a blob has seen, as it is kept, and the
// keys of its log. The log of a blob that is missing is given beside [blobsight.ErrBlobNotFound].
func (s *Store) survey(ctx context.Context, id string) (attempts types.AttributeValue, log []key, err error) {
	pages := dynamodb.NewQueryPaginator(s.Client, &dynamodb.QueryInput{
		TableName: &s.Table, ConsistentRead: aws.Bool(true), ProjectionExpression: aws.String("pk, sk, callback_attempts"),
		KeyConditionExpression: aws.String("pk = :blob"), ExpressionAttributeValues: attributes{":blob": text(blobPrefix + id)},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, nil, fmt.Errorf("read log: %w", err)
		}
		for _, item := range page.Items {
			if k := keyOf(item); k.SK == blobSort {
				attempts = item["callback_attempts"]
			} else {
				log = append(log, k)
			}
		}
	}
	if attempts == nil {
		return nil, log, blobsight.ErrBlobNotFound
	}
	return attempts, log, nil
}

// sweep deletes the lines of a log.
func (s *Store) sweep(ctx context.Context, log []key) error {
	var requests []types.WriteRequest
	for _, k := range log {
		requests = append(requests, types.WriteRequest{DeleteRequest: &types.DeleteRequest{Key: k.attributes()}})
	}
	err := inBatches(ctx, requests, maxBatchWrite, func(batch []types.WriteRequest) ([]types.WriteRequest, error) {
		out, err := s.Client.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{
			RequestItems: map[string][]types.WriteRequest{s.Table: batch},
		}, s.patience)
		if err != nil {
			return nil, err
		}
		return out.UnprocessedItems[s.Table], nil
	})
	if err != nil {
		return fmt.Errorf("delete log: %w", err)
	}
	return nil
}
