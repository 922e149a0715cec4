package dynamo

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"blobsight"
)

// The ends of an index: every id, and every time, stands between them.
const first, last = " ", "\U0010ffff"

// List implements [blobsight.Store].
func (s *Store) List(ctx context.Context, q blobsight.Query) ([]*blobsight.Blob, error) {
	limit := cmp.Or(q.Limit, defaultLimit)
	states := blobsight.States()
	if q.State != "" {
		states = []blobsight.State{q.State}
	}
	var items []*blobItem
	var err error
	if q.ExpiresBefore.IsZero() {
		items, err = s.newest(ctx, states, q, limit)
	} else {
		items, err = s.ended(ctx, states, q, limit)
	}
	if err != nil {
		return nil, fmt.Errorf("list blobs: %w", err)
	}
	blobs := make([]*blobsight.Blob, 0, len(items))
	for _, i := range items {
		b, err := i.blob()
		if err != nil {
			return nil, err
		}
		blobs = append(blobs, b)
	}
	return blobs, nil
}

// newest reads the blobs in some states, newest first. A blob that moves while all
// are asked for is given as it is in the end.
func (s *Store) newest(ctx context.Context, states []blobsight.State, q blobsight.Query, limit int) ([]*blobItem, error) {
	before := last
	if q.Before != "" {
		before = q.Before[:min(len(q.Before), maxID)]
	}
	var shelves []*shelf
	for _, state := range states {
		shelves = append(shelves, s.shelf(byState, stateKey(state), first, before, false, limit))
	}
	return s.walk(ctx, shelves, false, limit, func(_ entry, i *blobItem) bool {
		return q.State == "" || i.State == q.State
	})
}

// ended reads the blobs in some states whose links ended before q.ExpiresBefore, those that
// ended first coming first. For blobs that await their upload there is an index. Nobody but
// the contract asks about others, and then all blobs in those states are read.
func (s *Store) ended(ctx context.Context, states []blobsight.State, q blobsight.Query, limit int) ([]*blobItem, error) {
	before := q.ExpiresBefore.UnixMilli()
	keep := func(_ entry, i *blobItem) bool {
		return slices.Contains(states, i.State) && i.ExpiresAt < before && (q.Before == "" || i.id() < q.Before)
	}
	var all []*blobItem
	for _, state := range states {
		part, most := s.shelf(byState, stateKey(state), first, last, true, maxPage), math.MaxInt
		if state == blobsight.StateAwaitingUpload {
			part, most = s.shelf(byExpiry, stateKey(state), first, sortable(before), true, limit), limit
		}
		found, err := s.walk(ctx, []*shelf{part}, true, most, keep)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b *blobItem) int {
		return cmp.Or(cmp.Compare(a.ExpiresAt, b.ExpiresAt), cmp.Compare(a.PK, b.PK))
	})
	all = slices.CompactFunc(all, func(a, b *blobItem) bool { return a.PK == b.PK })
	return all[:min(limit, len(all))], nil
}

// CountByState implements [blobsight.StateCounter]. It reads the index of states to its
// end: about 9,000 blobs a request.
func (s *Store) CountByState(ctx context.Context) (map[blobsight.State]int64, error) {
	counts := map[blobsight.State]int64{}
	for _, state := range blobsight.States() {
		pages := dynamodb.NewQueryPaginator(s.Client, &dynamodb.QueryInput{
			TableName: &s.Table, IndexName: aws.String(byState.name), Select: types.SelectCount,
			KeyConditionExpression: aws.String(byState.partition + " = :state"), ExpressionAttributeValues: attributes{":state": text(stateKey(state))},
		})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return nil, fmt.Errorf("count blobs: %w", err)
			}
			counts[state] += int64(page.Count)
		}
	}
	return counts, nil
}
