package dynamo

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

// maxPage bounds the keys that one request reads from an index.
const maxPage = 1000

// defaultLimit is what a query means by a limit of 0.
const defaultLimit = 100

// entry is a blob's place in an index.
type entry struct {
	blob key
	sort string
}

// shelf is a part of an index that is being read: what stands in one partition from
// one sort key on and before another, in ascending or descending order.
type shelf struct {
	index   index
	pages   *dynamodb.QueryPaginator // nil: nothing stands there
	before  string
	entries []entry // read, and not taken yet
}

// shelf begins to read a part of an index. Both ends must be set.
func (s *Store) shelf(x index, partition, from, before string, ascending bool, page int) *shelf {
	if from >= before {
		return &shelf{} // DynamoDB refuses to be asked for that
	}
	return &shelf{index: x, before: before, pages: dynamodb.NewQueryPaginator(s.Client, &dynamodb.QueryInput{
		TableName: &s.Table, IndexName: aws.String(x.name), ScanIndexForward: aws.Bool(ascending),
		Limit:                     aws.Int32(int32(min(page, maxPage))), //nolint:gosec // at most maxPage
		KeyConditionExpression:    aws.String(x.partition + " = :partition AND " + x.sort + " BETWEEN :from AND :before"),
		ExpressionAttributeValues: attributes{":partition": text(partition), ":from": text(from), ":before": text(before)},
	})}
}

// first is the next entry, or nil at the end.
func (h *shelf) first(ctx context.Context) (*entry, error) {
	for len(h.entries) == 0 {
		if h.pages == nil || !h.pages.HasMorePages() {
			return nil, nil
		}
		page, err := h.pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("read index %s: %w", h.index.name, err)
		}
		for _, item := range page.Items {
			if e := (entry{keyOf(item), textOf(item[h.index.sort])}); e.sort != h.before { // BETWEEN includes its end
				h.entries = append(h.entries, e)
			}
		}
	}
	return &h.entries[0], nil
}

// take gives the next entries of all shelves, in their common order, at most so many.
func take(ctx context.Context, shelves []*shelf, ascending bool, most int) ([]entry, error) {
	var taken []entry
	for len(taken) < most {
		var next *entry
		var of *shelf
		for _, h := range shelves {
			e, err := h.first(ctx)
			if err != nil {
				return nil, err
			}
			if e != nil && (next == nil || e.sort < next.sort == ascending) {
				next, of = e, h
			}
		}
		if next == nil {
			break
		}
		taken, of.entries = append(taken, *next), of.entries[1:]
	}
	return taken, nil
}

// walk reads the blobs on the shelves in their common order until it has so many
// for which keep holds. The index may lag behind, so each blob is read from the table
// itself, and keep is asked about what it is now. None comes twice.
func (s *Store) walk(ctx context.Context, shelves []*shelf, ascending bool, limit int, keep func(entry, *blobItem) bool) ([]*blobItem, error) {
	var found []*blobItem
	seen := map[key]bool{}
	for len(found) < limit {
		entries, err := take(ctx, shelves, ascending, min(limit-len(found), maxPage))
		if err != nil {
			return nil, err
		}
		if len(entries) == 0 {
			break
		}
		entries = slices.DeleteFunc(entries, func(e entry) bool {
			defer func() { seen[e.blob] = true }()
			return seen[e.blob] // a blob that moves may stand in two places
		})
		blobs, err := s.blobsAt(ctx, entries)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if b := blobs[e.blob]; b != nil && keep(e, b) {
				found = append(found, b)
			}
		}
	}
	return found, nil
}

// blobsAt reads the blobs that entries stand for.
func (s *Store) blobsAt(ctx context.Context, entries []entry) (map[key]*blobItem, error) {
	var keys []key
	for _, e := range entries {
		keys = append(keys, e.blob)
	}
	items, err := s.getAll(ctx, keys)
	if err != nil {
		return nil, err
	}
	blobs := make(map[key]*blobItem, len(items))
	for k, item := range items {
		blobs[k] = &blobItem{}
		if err := decode(item, blobs[k]); err != nil {
			return nil, err
		}
	}
	return blobs, nil
}
