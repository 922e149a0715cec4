package dynamo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"blobsight"
)

const keyPartition = "KEY"

// keyItem is an API key in the table; the sort key is its id.
type keyItem struct {
	key
	Name      string `dynamodbav:"key_name"`
	Hash      string `dynamodbav:"key_hash"`
	CreatedAt int64  `dynamodbav:"created_at"` // Unix milliseconds
	RevokedAt int64  `dynamodbav:"revoked_at,omitempty"`
}

// CreateKey implements [blobsight.KeyStore].
func (s *Store) CreateKey(ctx context.Context, k *blobsight.Key) error {
	item, err := encode(keyItem{key: key{keyPartition, k.ID}, Name: k.Name, Hash: k.Hash, CreatedAt: millis(k.CreatedAt), RevokedAt: millis(k.RevokedAt)})
	if err != nil {
		return err
	}
	_, err = s.Client.PutItem(ctx, &dynamodb.PutItemInput{TableName: &s.Table, Item: item, ConditionExpression: aws.String(absent)}, s.patience)
	if err != nil {
		return fmt.Errorf("write API key: %w", err)
	}
	return nil
}

// ListKeys implements [blobsight.KeyStore].
func (s *Store) ListKeys(ctx context.Context) ([]*blobsight.Key, error) {
	items, err := partition[keyItem](ctx, s, keyPartition)
	if err != nil {
		return nil, fmt.Errorf("list API keys: %w", err)
	}
	slices.SortStableFunc(items, func(a, b keyItem) int { return cmp.Compare(a.CreatedAt, b.CreatedAt) })
	keys := []*blobsight.Key{}
	for _, i := range items {
		keys = append(keys, &blobsight.Key{ID: i.SK, Name: i.Name, Hash: i.Hash, CreatedAt: instant(i.CreatedAt), RevokedAt: instant(i.RevokedAt)})
	}
	return keys, nil
}

// RevokeKey implements [blobsight.KeyStore].
func (s *Store) RevokeKey(ctx context.Context, id string, at time.Time) error {
	if id == "" || len(id) > maxID {
		return blobsight.ErrKeyNotFound.With("%s", id)
	}
	_, err := s.Client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &s.Table, Key: key{keyPartition, id}.attributes(),
		UpdateExpression:          aws.String("SET revoked_at = if_not_exists(revoked_at, :at)"),
		ConditionExpression:       aws.String("attribute_exists(pk)"),
		ExpressionAttributeValues: attributes{":at": number(millis(at))},
	}, s.patience)
	if missing := (*types.ConditionalCheckFailedException)(nil); errors.As(err, &missing) {
		return blobsight.ErrKeyNotFound.With("%s", id)
	}
	if err != nil {
		return fmt.Errorf("revoke API key: %w", err)
	}
	return nil
}

// partition reads all items of a partition as they are now, sorted by their sort keys.
func partition[T any](ctx context.Context, s *Store, pk string) ([]T, error) {
	var items []T
	pages := dynamodb.NewQueryPaginator(s.Client, &dynamodb.QueryInput{
		TableName: &s.Table, ConsistentRead: aws.Bool(true),
		KeyConditionExpression: aws.String("pk = :pk"), ExpressionAttributeValues: attributes{":pk": text(pk)},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, item := range page.Items {
			var i T
			if err := decode(item, &i); err != nil {
				return nil, err
			}
			items = append(items, i)
		}
	}
	return items, nil
}
