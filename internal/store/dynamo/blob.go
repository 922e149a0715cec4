package dynamo

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"blobsight"
)

// Create implements [blobsight.Store].
func (s *Store) Create(ctx context.Context, b *blobsight.Blob) error {
	item, err := s.blobAttributes(b)
	if err != nil {
		return err
	}
	_, err = s.Client.PutItem(ctx, &dynamodb.PutItemInput{TableName: &s.Table, Item: item, ConditionExpression: aws.String(absent)}, s.patience)
	if err != nil {
		return fmt.Errorf("write blob: %w", err)
	}
	return nil
}

// Get implements [blobsight.Store].
func (s *Store) Get(ctx context.Context, id string) (*blobsight.Blob, error) {
	if len(id) > maxID {
		return nil, blobsight.ErrBlobNotFound
	}
	item, err := s.get(ctx, blobKey(id))
	if err != nil {
		return nil, fmt.Errorf("read blob: %w", err)
	}
	if item == nil {
		return nil, blobsight.ErrBlobNotFound
	}
	var i blobItem
	if err := decode(item, &i); err != nil {
		return nil, err
	}
	return i.blob()
}

// Update implements [blobsight.Store].
func (s *Store) Update(ctx context.Context, b *blobsight.Blob, from blobsight.State, jobs ...blobsight.Job) error {
	item, err := s.blobAttributes(b)
	if err != nil {
		return err
	}
	actions, err := s.enqueue(jobs)
	if err != nil {
		return err
	}
	move := s.put(item, "blob_state = :from", attributes{":from": text(string(from))})
	return moveError("update blob", s.transact(ctx, append([]types.TransactWriteItem{move}, actions...)...))
}

func (s *Store) blobAttributes(b *blobsight.Blob) (attributes, error) {
	i, err := s.blobItem(b)
	if err != nil {
		return nil, err
	}
	return encode(i)
}
