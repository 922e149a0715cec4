package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"blobsight"
)

// attempted is the next attempt of b's callback, which failed at the time at and
// is to be made again a minute later.
func attempted(b *blobsight.Blob, at time.Time) *blobsight.Delivery {
	c := &b.Callback
	c.Attempts++
	c.LastAt, c.NextAt, c.LastError = at, at.Add(time.Minute), "answered 503 Service Unavailable"
	return &blobsight.Delivery{
		BlobID: b.ID, Attempt: c.Attempts, At: at, Took: 1234 * time.Millisecond, Outcome: blobsight.OutcomeFailed, Status: 503,
		Class: blobsight.FailureStatus, Detail: c.LastError, Excerpt: "not now ☕", NextAt: c.NextAt,
	}
}

func mustRecord(t *testing.T, h *Harness, b *blobsight.Blob, d *blobsight.Delivery) {
	t.Helper()
	if err := h.Store.RecordDelivery(t.Context(), b, d); err != nil {
		t.Fatal(err)
	}
}

func wantDeliveries(t *testing.T, h *Harness, id string, limit int, want ...*blobsight.Delivery) {
	t.Helper()
	got, err := h.Store.BlobDeliveries(t.Context(), id, limit)
	if err != nil {
		t.Fatal(err)
	}
	if want == nil {
		want = []*blobsight.Delivery{}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("BlobDeliveries(%s) (-want +got):\n%s", id, diff)
	}
}

func testRecord(t *testing.T, h *Harness) {
	b, other := recognized(newBlob(1)), recognized(newBlob(2))
	mustCreate(t, h, b, other)
	wantDeliveries(t, h, b.ID, 10)
	first := attempted(b, epoch)
	mustRecord(t, h, b, first)
	second := attempted(b, epoch.Add(time.Minute))
	b.Callback.Status, b.Callback.LastError, b.Callback.NextAt = blobsight.CallbackDelivered, "", time.Time{}
	second.Outcome, second.Status, second.Class, second.Detail, second.Excerpt = blobsight.OutcomeDelivered, 204, "", "", ""
	second.NextAt = time.Time{}
	mustRecord(t, h, b, second)
	wantBlob(t, h, b)
	wantBlob(t, h, other)
	wantDeliveries(t, h, b.ID, 10, second, first)
	wantDeliveries(t, h, b.ID, 1, second)
	wantDeliveries(t, h, other.ID, 10)
	wantDeliveries(t, h, "no id at all", 10)
}

// testRecordConflict: an attempt that somebody else has written down, or a replay
// that came in between, changes nothing.
func testRecordConflict(t *testing.T, h *Harness) {
	b := recognized(newBlob(1))
	mustCreate(t, h, b)
	stale := *b
	first := attempted(b, epoch)
	mustRecord(t, h, b, first)
	again := attempted(&stale, epoch.Add(time.Hour))
	wantError(t, h.Store.RecordDelivery(t.Context(), &stale, again), blobsight.ErrStateChanged)

	before := *b
	b.Callback.Replays++
	if err := h.Store.PlanDelivery(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	late := attempted(&before, epoch.Add(time.Hour))
	wantError(t, h.Store.RecordDelivery(t.Context(), &before, late), blobsight.ErrStateChanged)
	wantBlob(t, h, b)
	wantDeliveries(t, h, b.ID, 10, first)
}

// testRecordRace: of many who made the same attempt, one writes it down.
func testRecordRace(t *testing.T, h *Harness) {
	b := recognized(newBlob(1))
	mustCreate(t, h, b)
	d := attempted(b, epoch)
	errs := make([]error, 16)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { errs[i] = h.Store.RecordDelivery(t.Context(), b, d) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !errors.Is(err, blobsight.ErrStateChanged) {
			t.Errorf("unexpected error: %v", err)
		}
	}
	if won != 1 {
		t.Errorf("%d of %d won, want 1", won, len(errs))
	}
	wantDeliveries(t, h, b.ID, 10, d)
}

func testRecordMissing(t *testing.T, h *Harness) {
	b := recognized(newBlob(1))
	d := attempted(b, epoch)
	wantError(t, h.Store.RecordDelivery(t.Context(), b, d), blobsight.ErrBlobNotFound)
	b.Callback.Replays++
	wantError(t, h.Store.PlanDelivery(t.Context(), b, blobsight.Job{Kind: blobsight.JobNotify, BlobID: b.ID}), blobsight.ErrBlobNotFound)
	wantDeliveries(t, h, b.ID, 10)
	wantJobs(t, h)
}

func testPlan(t *testing.T, h *Harness) {
	b := recognized(newBlob(1))
	mustCreate(t, h, b)
	d := attempted(b, epoch)
	mustRecord(t, h, b, d)
	b.Callback.Replays, b.Callback.Skipped, b.Callback.NextAt = 1, 1, epoch.Add(time.Hour)
	job := blobsight.Job{Kind: blobsight.JobNotify, BlobID: b.ID, Replay: 1, Priority: blobsight.PriorityLow}
	if err := h.Store.PlanDelivery(t.Context(), b, job); err != nil {
		t.Fatal(err)
	}
	wantBlob(t, h, b)
	wantDeliveries(t, h, b.ID, 10, d)
	wantJobs(t, h, job)
}

func testPlanConflict(t *testing.T, h *Harness) {
	b := recognized(newBlob(1))
	mustCreate(t, h, b)
	stale := *b
	mustRecord(t, h, b, attempted(b, epoch))
	stale.Callback.Replays++
	job := blobsight.Job{Kind: blobsight.JobNotify, BlobID: b.ID}
	wantError(t, h.Store.PlanDelivery(t.Context(), &stale, job), blobsight.ErrStateChanged)
	twice := *b
	twice.Callback.Replays += 2
	wantError(t, h.Store.PlanDelivery(t.Context(), &twice, job), blobsight.ErrStateChanged)
	wantBlob(t, h, b)
	wantJobs(t, h)
}

func testPlanRollsBack(t *testing.T, h *Harness) {
	b := recognized(newBlob(1))
	mustCreate(t, h, b)
	h.FailJobs()
	replayed := *b
	replayed.Callback.Replays++
	if err := h.Store.PlanDelivery(t.Context(), &replayed, blobsight.Job{Kind: blobsight.JobNotify, BlobID: b.ID}); err == nil {
		t.Error("PlanDelivery gave no error though its job was refused")
	}
	wantBlob(t, h, b)
}

// testDeleteLog: a blob takes its log with it.
func testDeleteLog(t *testing.T, h *Harness) {
	b := recognized(newBlob(1))
	mustCreate(t, h, b)
	mustRecord(t, h, b, attempted(b, epoch))
	if err := h.Store.Delete(t.Context(), b.ID); err != nil {
		t.Fatal(err)
	}
	wantDeliveries(t, h, b.ID, 10)
	if got := last(t, h, blobsight.DeliveryQuery{}); len(got) != 0 {
		t.Errorf("LastDeliveries after Delete: %v", got)
	}
}

func testLastDeliveries(t *testing.T, h *Harness) {
	h.lastDeliveries(t)
	at := func(minutes int) time.Time { return epoch.Add(time.Duration(minutes) * time.Minute) }
	for _, c := range []struct {
		name  string
		query blobsight.DeliveryQuery
		want  []string
	}{
		{"all", blobsight.DeliveryQuery{}, []string{"4/1", "3/1", "2/1", "1/2"}},
		{"status", blobsight.DeliveryQuery{Status: blobsight.CallbackExhausted}, []string{"4/1", "2/1"}},
		{"none of that status", blobsight.DeliveryQuery{Status: blobsight.CallbackNone}, []string{}},
		{"since", blobsight.DeliveryQuery{Since: at(20)}, []string{"4/1", "3/1", "2/1"}},
		{"since, a little later", blobsight.DeliveryQuery{Since: at(20).Add(time.Nanosecond)}, []string{"4/1"}},
		{"until", blobsight.DeliveryQuery{Until: at(20)}, []string{"1/2"}},
		{"until, a little later", blobsight.DeliveryQuery{Until: at(20).Add(time.Nanosecond)}, []string{"3/1", "2/1", "1/2"}},
		{"status and time", blobsight.DeliveryQuery{Status: blobsight.CallbackExhausted, Since: at(0), Until: at(30)}, []string{"2/1"}},
		{"limit", blobsight.DeliveryQuery{Limit: 2}, []string{"4/1", "3/1"}},
		{"page", blobsight.DeliveryQuery{Limit: 2, Before: &blobsight.Delivery{BlobID: id(3), At: at(20)}}, []string{"2/1", "1/2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, last(t, h, c.query)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// testLastAfterReplay: a callback that moves on has one place in the list.
func testLastAfterReplay(t *testing.T, h *Harness) {
	b := recognized(newBlob(1))
	b.Callback.Status = blobsight.CallbackExhausted
	mustCreate(t, h, b)
	mustRecord(t, h, b, attempted(b, epoch))
	b.Callback.Status = blobsight.CallbackPending
	b.Callback.Replays++
	if err := h.Store.PlanDelivery(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	for status, want := range map[blobsight.CallbackStatus][]string{
		"": {"1/1"}, blobsight.CallbackPending: {"1/1"}, blobsight.CallbackExhausted: {},
	} {
		if diff := cmp.Diff(want, last(t, h, blobsight.DeliveryQuery{Status: status})); diff != "" {
			t.Errorf("status %q (-want +got):\n%s", status, diff)
		}
	}
}

// lastDeliveries makes five blobs: the first was attempted twice, the second and
// third at the same time, the fifth never.
func (h *Harness) lastDeliveries(t *testing.T) {
	t.Helper()
	for n, attempts := range [][]int{1: {0, 10}, 2: {20}, 3: {20}, 4: {30}, 5: {}} {
		if n == 0 {
			continue
		}
		b := recognized(newBlob(n))
		mustCreate(t, h, b)
		for _, minutes := range attempts {
			d := attempted(b, epoch.Add(time.Duration(minutes)*time.Minute))
			if n%2 == 0 {
				b.Callback.Status = blobsight.CallbackExhausted
			}
			mustRecord(t, h, b, d)
		}
	}
}

// last lists what a query finds, as number of the blob and of the attempt.
func last(t *testing.T, h *Harness, q blobsight.DeliveryQuery) []string {
	t.Helper()
	deliveries, err := h.Store.LastDeliveries(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	found := []string{}
	for _, d := range deliveries {
		found = append(found, fmt.Sprintf("%s/%d", d.BlobID[len(d.BlobID)-1:], d.Attempt))
	}
	return found
}
