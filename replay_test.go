package blobsight_test

import (
	"context"
	"testing"
	"time"

	"blobsight"
)

func replay(id string, n int) blobsight.Job {
	return blobsight.Job{Kind: blobsight.JobNotify, BlobID: id, Replay: n}
}

// exhausted makes a blob whose callback was given up.
func (f *flow) exhausted() string {
	f.t.Helper()
	id := f.finished()
	f.answer(blobsight.Receipt{Status: 410, Class: blobsight.FailureGone, Detail: "answered 410 Gone"})
	f.wantDone(notifyJob(id))
	return id
}

func (f *flow) replay(id string) *blobsight.Blob {
	f.t.Helper()
	b, err := f.Replay(f.t.Context(), id)
	if err != nil {
		f.t.Fatal(err)
	}
	return b
}

// TestReplay: the whole schedule follows again, and the log counts on.
func TestReplay(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.exhausted()
	f.jobs = nil
	b := f.replay(id)
	if c := b.Callback; c.Status != blobsight.CallbackPending || c.Attempts != 1 || c.NextAt.After(f.clock()) {
		t.Errorf("callback is %+v", c)
	}
	f.wantJobs(replay(id, 1))
	f.answer(busy())
	for range 2 {
		if err := f.Notify(t.Context(), replay(id, 1)); blobsight.KindOf(err) != blobsight.KindInternal {
			t.Error(err)
		}
		f.pass(67 * time.Minute)
	}
	f.wantDone(replay(id, 1))
	if c := f.get(id).Callback; c.Status != blobsight.CallbackExhausted || c.Attempts != 4 {
		t.Errorf("after a whole schedule the callback is %+v", c)
	}
}

// TestReplayPending: a callback that waits for its next attempt is made now, once:
// the job that waits has nothing left to do.
func TestReplayPending(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.finished()
	f.answer(busy())
	f.wantLater(id, time.Minute, 66*time.Second)
	f.replay(id)
	f.replay(id)
	f.answer(taken())
	f.wantDone(notifyJob(id))
	f.wantDone(replay(id, 1))
	if c := f.get(id).Callback; c.Attempts != 1 {
		t.Errorf("a job of before the last replay made an attempt: %+v", c)
	}
	f.wantDone(replay(id, 2))
	if c := f.get(id).Callback; c.Status != blobsight.CallbackDelivered || c.Attempts != 2 {
		t.Errorf("callback is %+v", c)
	}
	f.replay(id) // delivered ones may be asked for again
	f.wantDone(replay(id, 3))
	if c := f.get(id).Callback; c.Status != blobsight.CallbackDelivered || c.Attempts != 3 {
		t.Errorf("callback is %+v", c)
	}
}

// TestReplayDuringAttempt: an attempt that was under way when the replay was asked
// for counts beside it; when it was taken, the replay has nothing left to do.
func TestReplayDuringAttempt(t *testing.T) {
	t.Parallel()
	for _, receipt := range []blobsight.Receipt{taken(), busy()} {
		f := newFlow(t)
		id := f.finished()
		f.notify = func(*blobsight.Blob) (blobsight.Receipt, error) {
			f.replay(id)
			return receipt, nil
		}
		_ = f.Notify(t.Context(), notifyJob(id)) // the job of before, whatever it says
		f.answer(taken())
		f.wantDone(notifyJob(id))
		f.wantDone(replay(id, 1)) // which is due at once all the same
		want := 1
		if receipt.Class != "" {
			want = 2
		}
		if c := f.get(id).Callback; c.Status != blobsight.CallbackDelivered || c.Attempts != want || len(f.log(id)) != want {
			t.Errorf("%+v: callback is %+v, want %d attempts", receipt, c, want)
		}
	}
}

// TestReplayOvertakes: an attempt that fails after a replay was taken, however it
// fails, changes nothing of that.
func TestReplayOvertakes(t *testing.T) {
	t.Parallel()
	gone := blobsight.Receipt{Status: 410, Class: blobsight.FailureGone, Detail: "answered 410 Gone"}
	for _, receipt := range []blobsight.Receipt{gone, busy()} {
		f := newFlow(t)
		id := f.finished()
		f.notify = func(*blobsight.Blob) (blobsight.Receipt, error) {
			f.replay(id)
			f.answer(taken())
			f.wantDone(replay(id, 1))
			return receipt, nil
		}
		f.wantDone(notifyJob(id))
		c := f.get(id).Callback
		if c.Status != blobsight.CallbackDelivered || c.Attempts != 2 || c.LastError != "" || !c.NextAt.IsZero() {
			t.Errorf("%+v: callback is %+v", receipt, c)
		}
		if log := f.log(id); len(log) != 2 || log[0].Outcome != blobsight.OutcomeFailed || !log[0].NextAt.IsZero() {
			t.Errorf("%+v: the log is %+v", receipt, log)
		}
	}
}

func TestReplayRefused(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	_, err := f.Replay(t.Context(), "no such blob")
	f.wantErr(err, blobsight.ErrBlobNotFound)
	_, err = f.Replay(t.Context(), f.uploaded(hook))
	f.wantErr(err, blobsight.ErrNoCallback)
	polled := f.uploaded("")
	if err := f.Recognize(t.Context(), polled, first()); err != nil {
		t.Fatal(err)
	}
	_, err = f.Replay(t.Context(), polled)
	f.wantErr(err, blobsight.ErrNoCallback)
	_, err = f.DeliveriesOf(t.Context(), "no such blob")
	f.wantErr(err, blobsight.ErrBlobNotFound)
}

// TestReplayAll replays what was given up in a range of time, and nothing else.
func TestReplayAll(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	start := f.clock()
	f.exhausted()
	f.pass(time.Hour)
	wanted := []string{f.exhausted(), f.exhausted()}
	f.answer(taken())
	delivered := f.finished()
	f.wantDone(notifyJob(delivered))
	f.pass(time.Hour)
	f.exhausted()
	n, more, err := f.ReplayAll(t.Context(), blobsight.CallbackExhausted, start.Add(time.Minute), start.Add(119*time.Minute))
	if n != 2 || more || err != nil {
		t.Errorf("ReplayAll = %d, %t, %v, want 2 and no more", n, more, err)
	}
	for _, id := range wanted {
		if c := f.get(id).Callback; c.Status != blobsight.CallbackPending || c.Replays != 1 {
			t.Errorf("callback is %+v", c)
		}
	}
	if n, _, err := f.ReplayAll(t.Context(), blobsight.CallbackExhausted, start.Add(time.Minute), start.Add(119*time.Minute)); n != 0 || err != nil {
		t.Errorf("at once again: %d (%v), want none", n, err)
	}
	if n, _, err := f.ReplayAll(t.Context(), blobsight.CallbackDelivered, start, f.clock()); n != 1 || err != nil {
		t.Errorf("of those delivered: %d (%v), want 1", n, err)
	}
}

// overtaken is a log whose callbacks are replayed by somebody else as soon as they
// were listed.
type overtaken struct {
	blobsight.DeliveryStore
	replay func(*blobsight.Delivery)
}

func (o overtaken) LastDeliveries(ctx context.Context, q blobsight.DeliveryQuery) ([]*blobsight.Delivery, error) {
	page, err := o.DeliveryStore.LastDeliveries(ctx, q)
	for _, d := range page {
		o.replay(d)
	}
	return page, err
}

// TestReplayAllTwice: of two who replay the same range at once, each callback is
// replayed by one. The other does not have it made again when it has been delivered.
func TestReplayAllTwice(t *testing.T) {
	t.Parallel()
	for _, status := range []blobsight.CallbackStatus{blobsight.CallbackExhausted, blobsight.CallbackDelivered} {
		f := newFlow(t)
		ids := map[bool]string{true: f.exhausted(), false: f.exhausted()}
		f.answer(taken())
		if status == blobsight.CallbackDelivered {
			for _, id := range ids {
				f.replay(id)
				f.wantDone(replay(id, 1))
			}
		}
		f.Deliveries = overtaken{f.store, func(d *blobsight.Delivery) {
			b := f.replay(d.BlobID)
			if d.BlobID == ids[true] {
				f.wantDone(replay(b.ID, b.Callback.Replays))
			}
		}}
		n, more, err := f.ReplayAll(t.Context(), status, f.clock().Add(-time.Hour), f.clock().Add(time.Hour))
		if n != 0 || more || err != nil {
			t.Errorf("ReplayAll of what others replay = %d, %t, %v, want none", n, more, err)
		}
		if c := f.get(ids[true]).Callback; c.Status != blobsight.CallbackDelivered {
			t.Errorf("what was delivered meanwhile is %+v", c)
		}
	}
}

func TestLastDeliveries(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	for range 3 {
		f.exhausted()
	}
	page, more, err := f.LastDeliveries(t.Context(), blobsight.DeliveryQuery{Limit: 2})
	if err != nil || len(page) != 2 || !more {
		t.Fatalf("first page: %d, more %t (%v)", len(page), more, err)
	}
	page, more, err = f.LastDeliveries(t.Context(), blobsight.DeliveryQuery{Limit: 2, Before: page[1]})
	if err != nil || len(page) != 1 || more {
		t.Errorf("second page: %d, more %t (%v)", len(page), more, err)
	}
	_, _, err = f.LastDeliveries(t.Context(), blobsight.DeliveryQuery{Limit: blobsight.MaxPage + 1})
	f.wantErr(err, blobsight.ErrInvalidRequest)
}
