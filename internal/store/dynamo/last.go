package dynamo

import (
	"cmp"
	"context"
	"time"

	"blobsight"
)

// LastDeliveries implements [blobsight.DeliveryStore].
func (s *Store) LastDeliveries(ctx context.Context, q blobsight.DeliveryQuery) ([]*blobsight.Delivery, error) {
	statuses := []blobsight.CallbackStatus{blobsight.CallbackPending, blobsight.CallbackDelivered, blobsight.CallbackExhausted}
	if q.Status != "" {
		statuses = []blobsight.CallbackStatus{q.Status}
	}
	from, before := span(q)
	limit := cmp.Or(q.Limit, defaultLimit)
	var shelves []*shelf
	for _, status := range statuses {
		shelves = append(shelves, s.shelf(byCallback, callbackKey(status), from, before, false, limit))
	}
	list := []*blobsight.Delivery{}
	for len(list) < limit {
		// One that moved on since it was put into the index belongs elsewhere.
		items, err := s.walk(ctx, shelves, false, limit-len(list), func(e entry, i *blobItem) bool {
			return i.CallbackSort == e.sort && (q.Status == "" || i.Status == q.Status)
		})
		if err != nil || len(items) == 0 {
			return list, err
		}
		found, err := s.lastLines(ctx, items)
		if err != nil {
			return nil, err
		}
		list = append(list, found...) // fewer than items, if some were deleted in between
	}
	return list, nil
}

// lastLines reads the last line of the log of each blob.
func (s *Store) lastLines(ctx context.Context, blobs []*blobItem) ([]*blobsight.Delivery, error) {
	keys := make([]key, 0, len(blobs))
	for _, i := range blobs {
		keys = append(keys, deliveryKey(i.id(), i.Attempts))
	}
	items, err := s.getAll(ctx, keys)
	if err != nil {
		return nil, err
	}
	var list []*blobsight.Delivery
	for _, k := range keys {
		if items[k] == nil {
			continue
		}
		d, err := delivery(items[k])
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, nil
}

// span is the part of the index that a query asks for: from the one sort key on, and
// before the other.
func span(q blobsight.DeliveryQuery) (from, before string) {
	from, before = first, last
	if !q.Since.IsZero() {
		from = sortable(ceilMillis(q.Since))
	}
	if !q.Until.IsZero() {
		before = sortable(ceilMillis(q.Until))
	}
	if q.Before != nil {
		id := q.Before.BlobID
		before = min(before, timeSort(q.Before.At.UnixMilli(), id[:min(len(id), maxID)]))
	}
	return from, before
}

// ceilMillis is the first kept time at t or later.
func ceilMillis(t time.Time) int64 { return t.Add(time.Millisecond - time.Nanosecond).UnixMilli() }
