package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// How many items one request may read and write.
const maxBatchGet, maxBatchWrite = 100, 25

// inBatches sends all in batches of so many. Send gives those of its batch that the
// table did not get to; they are sent again, after a wait if that was none of them.
func inBatches[T any](ctx context.Context, all []T, size int, send func(batch []T) (left []T, err error)) error {
	wait := firstWait
	for len(all) > 0 {
		n := min(size, len(all))
		left, err := send(all[:n])
		if err != nil {
			return err
		}
		all = append(left, all[n:]...)
		if len(left) < n {
			wait = firstWait
			continue
		}
		if wait > maxBackoff {
			return errors.New("the table has no room for requests")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
		wait *= 2
	}
	return nil
}

// firstWait is the wait after a batch that the table got nowhere with.
const firstWait = 50 * time.Millisecond

// getAll reads items as they are now. Those that are missing are not in the result.
func (s *Store) getAll(ctx context.Context, keys []key) (map[key]attributes, error) {
	var asked []attributes
	for _, k := range keys {
		asked = append(asked, k.attributes())
	}
	found := make(map[key]attributes, len(keys))
	err := inBatches(ctx, asked, maxBatchGet, func(batch []attributes) ([]attributes, error) {
		out, err := s.Client.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{
			RequestItems: map[string]types.KeysAndAttributes{s.Table: {Keys: batch, ConsistentRead: aws.Bool(true)}},
		})
		if err != nil {
			return nil, err
		}
		for _, item := range out.Responses[s.Table] {
			found[keyOf(item)] = item
		}
		return out.UnprocessedKeys[s.Table].Keys, nil
	})
	if err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	return found, nil
}
