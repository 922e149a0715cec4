package blobsight_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"blobsight"
)

// finished makes a recognized blob whose callback is due.
func (f *flow) finished() string {
	f.t.Helper()
	id := f.uploaded(hook)
	if err := f.Recognize(f.t.Context(), id, first()); err != nil {
		f.t.Fatal(err)
	}
	return id
}

// answer lets every attempt from now on end so.
func (f *flow) answer(r blobsight.Receipt) {
	f.notify = func(*blobsight.Blob) (blobsight.Receipt, error) { return r, nil }
}

func busy() blobsight.Receipt {
	return blobsight.Receipt{Status: 503, Class: blobsight.FailureStatus, Detail: "answered 503 Service Unavailable", Excerpt: "not now"}
}

// wantLater makes an attempt, after which the next must be due from the one wait to the other.
func (f *flow) wantLater(id string, least, most time.Duration) {
	f.t.Helper()
	var later *blobsight.LaterError
	if err := f.Notify(f.t.Context(), notifyJob(id)); !errors.As(err, &later) || later.After < least || later.After > most {
		f.t.Errorf("Notify: %v, want to come back after %s to %s", err, least, most)
	}
}

// wantDone makes an attempt, after which nothing is left to be done.
func (f *flow) wantDone(job blobsight.Job) {
	f.t.Helper()
	if err := f.Notify(f.t.Context(), job); err != nil {
		f.t.Errorf("Notify: %v", err)
	}
}

func (f *flow) log(id string) []*blobsight.Delivery {
	f.t.Helper()
	log, err := f.DeliveriesOf(f.t.Context(), id)
	if err != nil {
		f.t.Fatal(err)
	}
	return log
}

// TestNotifySchedule follows a callback to its end, line by line of its log.
func TestNotifySchedule(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.finished()
	f.notify = func(*blobsight.Blob) (blobsight.Receipt, error) { f.pass(1500 * time.Millisecond); return busy(), nil }
	start := f.clock().Truncate(time.Millisecond)
	f.wantLater(id, time.Minute, 66*time.Second)
	b := f.get(id)
	want := blobsight.Callback{
		Status: blobsight.CallbackPending, Attempts: 1, LastError: busy().Detail, LastAt: start, NextAt: b.Callback.NextAt,
	}
	if diff := cmp.Diff(want, b.Callback); diff != "" {
		t.Errorf("after the first attempt (-want +got):\n%s", diff)
	}
	if wait := b.Callback.NextAt.Sub(f.clock()); wait < 59*time.Second || wait > 66*time.Second {
		t.Errorf("the second attempt is due in %s", wait)
	}
	f.wantLater(id, time.Second, 66*time.Second) // too early: no attempt
	f.pass(67 * time.Second)
	f.wantLater(id, time.Hour, 66*time.Minute)
	f.pass(67 * time.Minute)
	f.wantDone(notifyJob(id))
	f.wantDone(notifyJob(id)) // nothing more happens

	b = f.wantState(id, blobsight.StateRecognized) // the result stays, whatever the callback does
	if c := b.Callback; c.Status != blobsight.CallbackExhausted || c.Attempts != 3 || !c.NextAt.IsZero() {
		t.Errorf("at the end the callback is %+v", c)
	}
	log := f.log(id)
	if len(log) != 3 {
		t.Fatalf("the log has %d lines, want 3", len(log))
	}
	wantLog := &blobsight.Delivery{
		BlobID: id, Attempt: 1, At: start, Took: 1500 * time.Millisecond, Outcome: blobsight.OutcomeFailed,
		Status: 503, Class: blobsight.FailureStatus, Detail: busy().Detail, Excerpt: "not now", NextAt: log[2].NextAt,
	}
	if diff := cmp.Diff(wantLog, log[2]); diff != "" {
		t.Errorf("first line (-want +got):\n%s", diff)
	}
	if log[0].Outcome != blobsight.OutcomeExhausted || log[0].Attempt != 3 || !log[0].NextAt.IsZero() {
		t.Errorf("last line: %+v", log[0])
	}
}

func TestNotifyDelivers(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.finished()
	f.answer(busy())
	f.wantLater(id, time.Minute, 66*time.Second)
	f.pass(67 * time.Second)
	f.answer(taken())
	f.wantDone(notifyJob(id))
	b := f.get(id)
	if c := b.Callback; c.Status != blobsight.CallbackDelivered || c.Attempts != 2 || c.LastError != "" || !c.NextAt.IsZero() {
		t.Errorf("callback is %+v", c)
	}
	if d := f.log(id)[0]; d.Outcome != blobsight.OutcomeDelivered || d.Status != 204 || d.Class != "" || !d.NextAt.IsZero() {
		t.Errorf("line of the log: %+v", d)
	}
	f.notify = func(*blobsight.Blob) (blobsight.Receipt, error) {
		t.Error("called back after a 2xx")
		return taken(), nil
	}
	f.pass(time.Hour)
	f.wantDone(notifyJob(id))
}

func TestNotifyGone(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.finished()
	f.answer(blobsight.Receipt{Status: 410, Class: blobsight.FailureGone, Detail: "answered 410 Gone"})
	f.wantDone(notifyJob(id))
	if c := f.get(id).Callback; c.Status != blobsight.CallbackExhausted || c.Attempts != 1 {
		t.Errorf("after a 410 the callback is %+v", c)
	}
}

// TestNotifyRetryAfter: a receiver may ask for more time than the schedule gives, not for less.
func TestNotifyRetryAfter(t *testing.T) {
	t.Parallel()
	for asked, want := range map[time.Duration][2]time.Duration{
		time.Second:          {time.Minute, 66 * time.Second},
		10 * time.Minute:     {10 * time.Minute, 10 * time.Minute},
		365 * 24 * time.Hour: {24 * time.Hour, 24 * time.Hour},
	} {
		f := newFlow(t)
		id := f.finished()
		r := busy()
		r.RetryAfter = asked
		f.answer(r)
		f.wantLater(id, want[0], want[1])
	}
}

// TestNotifyBusy: while our own limits are in the way no attempt is made, however long that lasts.
func TestNotifyBusy(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.finished()
	f.notify = func(*blobsight.Blob) (blobsight.Receipt, error) {
		return blobsight.Receipt{}, &blobsight.LaterError{After: time.Second, Reason: "other callbacks are under way"}
	}
	for range 3 {
		f.wantLater(id, time.Second, time.Second)
		f.pass(24 * time.Hour)
	}
	if c := f.get(id).Callback; c.Attempts != 0 || len(f.log(id)) != 0 {
		t.Errorf("callback is %+v", c)
	}
}

// TestNotifySuspended: a silent host costs an attempt only when it is still silent
// at the time of the next one.
func TestNotifySuspended(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.finished()
	f.notify = func(*blobsight.Blob) (blobsight.Receipt, error) {
		return blobsight.Receipt{}, &blobsight.LaterError{After: 25 * time.Second, Reason: "the host has not answered for 30s", Patience: 5 * time.Minute}
	}
	for range 11 { // up to five minutes: the schedule has longer waits
		f.wantLater(id, 25*time.Second, 25*time.Second)
		f.pass(25 * time.Second)
	}
	f.wantLater(id, time.Minute, 66*time.Second)
	c := f.get(id).Callback
	if c.Attempts != 1 || c.LastError != "the host has not answered for 30s" {
		t.Errorf("callback is %+v", c)
	}
	if d := f.log(id)[0]; d.Class != blobsight.FailureSuspended || d.Status != 0 || d.Outcome != blobsight.OutcomeFailed {
		t.Errorf("line of the log: %+v", d)
	}
}

// TestNotifySuspendedOfOld: a callback of which no version wrote down when it is due is
// not taken for one that has waited for ever.
func TestNotifySuspendedOfOld(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.finished()
	if _, err := f.store.Writer().ExecContext(t.Context(), `UPDATE blobs SET callback_next_at = NULL`); err != nil {
		t.Fatal(err)
	}
	f.notify = func(*blobsight.Blob) (blobsight.Receipt, error) {
		return blobsight.Receipt{}, &blobsight.LaterError{After: time.Second, Reason: "the host wants fewer", Patience: time.Hour}
	}
	f.wantLater(id, time.Second, time.Second)
	if c := f.get(id).Callback; c.Attempts != 0 {
		t.Errorf("callback is %+v", c)
	}
}

// TestNotifyOurFault: what goes wrong here is no attempt.
func TestNotifyOurFault(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.finished()
	broken := errors.New("no secrets")
	f.notify = func(*blobsight.Blob) (blobsight.Receipt, error) { return blobsight.Receipt{}, broken }
	f.wantErr(f.Notify(t.Context(), notifyJob(id)), broken)
	if c := f.get(id).Callback; c.Attempts != 0 || c.Status != blobsight.CallbackPending {
		t.Errorf("callback is %+v", c)
	}
}

// TestNotifyDeletedMeanwhile: an attempt whose blob is gone leaves nothing behind.
func TestNotifyDeletedMeanwhile(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.finished()
	f.notify = func(*blobsight.Blob) (blobsight.Receipt, error) {
		if err := f.Delete(t.Context(), id); err != nil {
			t.Error(err)
		}
		return busy(), nil
	}
	f.wantDone(notifyJob(id))
	f.wantDone(notifyJob(id))
}

// TestPriority: how soon a callback gets its turn is decided when its blob is finished.
func TestNotifyPriority(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	f.outlook = blobsight.PriorityLowest
	id := f.finished()
	if job := f.jobs[len(f.jobs)-1]; job != (blobsight.Job{Kind: blobsight.JobNotify, BlobID: id, Priority: blobsight.PriorityLowest}) {
		t.Errorf("job is %+v", job)
	}
}
