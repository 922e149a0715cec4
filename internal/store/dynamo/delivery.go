package dynamo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"blobsight"
)

// lines is what the sort keys of a blob's log begin with.
const lines = "DELIVERY#"

// deliveryItem is a line of the log in the table.
type deliveryItem struct {
	key
	Attempt int                    `dynamodbav:"attempt"`
	At      int64                  `dynamodbav:"at"`   // times: Unix milliseconds
	Took    int64                  `dynamodbav:"took"` // milliseconds
	Outcome blobsight.Outcome      `dynamodbav:"outcome"`
	Status  int                    `dynamodbav:"status,omitempty"`
	Class   blobsight.FailureClass `dynamodbav:"class,omitempty"`
	Detail  string                 `dynamodbav:"detail,omitempty"`
	Excerpt string                 `dynamodbav:"excerpt,omitempty"`
	NextAt  int64                  `dynamodbav:"next_at,omitempty"`
	TTL     int64                  `dynamodbav:"ttl,omitempty"` // Unix seconds
}

func deliveryKey(blobID string, attempt int) key {
	return key{blobPrefix + blobID, fmt.Sprintf("%s%06d", lines, attempt)}
}

// RecordDelivery implements [blobsight.DeliveryStore].
func (s *Store) RecordDelivery(ctx context.Context, b *blobsight.Blob, d *blobsight.Delivery) error {
	line, err := encode(deliveryItem{
		key: deliveryKey(d.BlobID, d.Attempt), Attempt: d.Attempt, At: millis(d.At), Took: d.Took.Milliseconds(), Outcome: d.Outcome,
		Status: d.Status, Class: d.Class, Detail: d.Detail, Excerpt: d.Excerpt, NextAt: millis(d.NextAt), TTL: s.ttl(b),
	})
	if err != nil {
		return err
	}
	move, err := s.moveCallback(b, d.Attempt-1, b.Callback.Replays)
	if err != nil {
		return err
	}
	return moveError("record delivery", s.transact(ctx, move, s.put(line, absent, nil)))
}

// PlanDelivery implements [blobsight.DeliveryStore].
func (s *Store) PlanDelivery(ctx context.Context, b *blobsight.Blob, jobs ...blobsight.Job) error {
	move, err := s.moveCallback(b, b.Callback.Attempts, b.Callback.Replays-1)
	if err != nil {
		return err
	}
	actions, err := s.enqueue(jobs)
	if err != nil {
		return err
	}
	return moveError("plan delivery", s.transact(ctx, append([]types.TransactWriteItem{move}, actions...)...))
}

// moveCallback is the action that writes where the callback of b stands, if the
// stored one has seen so many attempts and replays.
func (s *Store) moveCallback(b *blobsight.Blob, attempts, replays int) (types.TransactWriteItem, error) {
	values, err := encode(callback(b))
	if err != nil {
		return types.TransactWriteItem{}, err
	}
	var sets []string
	bound := attributes{":seen": number(int64(attempts)), ":replayed": number(int64(replays))}
	for name, value := range values {
		sets = append(sets, name+" = :"+name)
		bound[":"+name] = value
	}
	return types.TransactWriteItem{Update: &types.Update{
		TableName: &s.Table, Key: blobKey(b.ID).attributes(),
		UpdateExpression:                    aws.String("SET " + strings.Join(sets, ", ")),
		ConditionExpression:                 aws.String("callback_attempts = :seen AND callback_replays = :replayed"),
		ExpressionAttributeValues:           bound,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}, nil
}

// BlobDeliveries implements [blobsight.DeliveryStore].
func (s *Store) BlobDeliveries(ctx context.Context, blobID string, limit int) ([]*blobsight.Delivery, error) {
	list := []*blobsight.Delivery{}
	if limit <= 0 || len(blobID) > maxID {
		return list, nil
	}
	pages := dynamodb.NewQueryPaginator(s.Client, &dynamodb.QueryInput{
		TableName: &s.Table, ConsistentRead: aws.Bool(true), ScanIndexForward: aws.Bool(false), Limit: aws.Int32(int32(min(limit, maxPage))),
		KeyConditionExpression:    aws.String("pk = :blob AND begins_with(sk, :lines)"),
		ExpressionAttributeValues: attributes{":blob": text(blobPrefix + blobID), ":lines": text(lines)},
	})
	for pages.HasMorePages() && len(list) < limit {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list deliveries: %w", err)
		}
		for _, item := range page.Items {
			d, err := delivery(item)
			if err != nil {
				return nil, err
			}
			list = append(list, d)
		}
	}
	if len(list) == 0 {
		return list, nil
	}
	blob, err := s.get(ctx, blobKey(blobID))
	if err != nil {
		return nil, fmt.Errorf("list deliveries: %w", err)
	}
	if blob == nil {
		return []*blobsight.Delivery{}, nil // left by a Delete that was cut off
	}
	return list[:min(limit, len(list))], nil
}

// delivery is the line of the log that is kept as item.
func delivery(item attributes) (*blobsight.Delivery, error) {
	var i deliveryItem
	if err := decode(item, &i); err != nil {
		return nil, err
	}
	return &blobsight.Delivery{
		BlobID: strings.TrimPrefix(i.PK, blobPrefix), Attempt: i.Attempt, At: instant(i.At), Took: time.Duration(i.Took) * time.Millisecond,
		Outcome: i.Outcome, Status: i.Status, Class: i.Class, Detail: i.Detail, Excerpt: i.Excerpt, NextAt: instant(i.NextAt),
	}, nil
}
