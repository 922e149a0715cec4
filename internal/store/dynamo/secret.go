package dynamo

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// secretItem is a named secret in the table; the sort key is its name.
type secretItem struct {
	key
	Value []byte `dynamodbav:"secret_value"`
}

// Secret implements [blobsight.SecretStore].
func (s *Store) Secret(ctx context.Context, name string, initial []byte) ([]byte, error) {
	k := key{"SECRET", name}
	item, err := s.get(ctx, k)
	if err == nil && item == nil {
		item, err = s.putFirst(ctx, secretItem{k, initial})
	}
	if err != nil {
		return nil, fmt.Errorf("secret %s: %w", name, err)
	}
	var stored secretItem
	if err := decode(item, &stored); err != nil {
		return nil, err
	}
	return stored.Value, nil
}

// putFirst writes an item unless somebody was first, and gives the one that holds.
func (s *Store) putFirst(ctx context.Context, v any) (attributes, error) {
	item, err := encode(v)
	if err != nil {
		return nil, err
	}
	_, err = s.Client.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: &s.Table, Item: item, ConditionExpression: aws.String(absent),
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}, s.patience)
	if exists := (*types.ConditionalCheckFailedException)(nil); errors.As(err, &exists) {
		return exists.Item, nil
	}
	return item, err
}
