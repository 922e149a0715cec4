package blobsight_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"blobsight"
)

const hook = "https://example.com/hook"

func TestCreate(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	b, link, err := f.Create(t.Context(), blobsight.Order{CallbackURL: hook, KeyID: "bsk_a"})
	if err != nil {
		t.Fatal(err)
	}
	want := &blobsight.Blob{
		ID: b.ID, State: blobsight.StateAwaitingUpload, CallbackURL: hook, KeyID: "bsk_a", Labels: []blobsight.Label{},
		CreatedAt: time.Date(2026, 5, 6, 7, 8, 9, 123_000_000, time.UTC),
		ExpiresAt: time.Date(2026, 5, 6, 7, 38, 9, 123_000_000, time.UTC),
		Callback:  blobsight.Callback{Status: blobsight.CallbackPending},
	}
	if diff := cmp.Diff(want, f.get(b.ID)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(link, "http://images.example.com/uploads/"+b.ID+"?") {
		t.Errorf("link is %s", link)
	}
	_, other, err := f.Create(t.Context(), blobsight.Order{})
	if err != nil || other == link {
		t.Errorf("second link %s, %v", other, err)
	}
	_, _, err = f.Create(t.Context(), blobsight.Order{CallbackURL: "ftp://example.com"})
	f.wantErr(err, blobsight.ErrInvalidCallback)
	if all, _, _ := f.List(t.Context(), blobsight.Query{}); len(all) != 2 {
		t.Errorf("%d blobs, want 2: a refused one must not be kept", len(all))
	}
}

func TestFlow(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.uploaded(hook)
	f.wantState(id, blobsight.StateQueued)
	f.wantJobs(blobsight.Job{Kind: blobsight.JobRecognize, BlobID: id})

	f.recognize = func(p blobsight.Picture) (*blobsight.Recognition, error) {
		if got := read(t, p); got != "picture" || p.Key != id {
			t.Errorf("recognizer was given %q under key %q", got, p.Key)
		}
		return dog(), nil
	}
	f.pass(time.Second)
	if err := f.Recognize(t.Context(), id, first()); err != nil {
		t.Fatal(err)
	}
	b := f.wantState(id, blobsight.StateRecognized)
	if diff := cmp.Diff(dog(), &blobsight.Recognition{Labels: b.Labels, Image: *b.Image, Model: *b.Model}); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	if b.FinishedAt.Sub(b.UploadedAt) != time.Second {
		t.Errorf("uploaded at %s, finished at %s", b.UploadedAt, b.FinishedAt)
	}
	f.wantJobs(blobsight.Job{Kind: blobsight.JobRecognize, BlobID: id}, notifyJob(id))

	var told *blobsight.Blob
	f.notify = func(b *blobsight.Blob) (blobsight.Receipt, error) { told = b; return taken(), nil }
	if err := f.Notify(t.Context(), notifyJob(id)); err != nil {
		t.Fatal(err)
	}
	if told == nil || told.State != blobsight.StateRecognized || len(told.Labels) != 1 {
		t.Errorf("told about %+v", told)
	}
	want := blobsight.Callback{Status: blobsight.CallbackDelivered, Attempts: 1, LastAt: f.clock().Truncate(time.Millisecond)}
	if got := f.get(id).Callback; got != want {
		t.Errorf("callback is %+v, want %+v", got, want)
	}
	if diff := cmp.Diff([]string{"upload ok", "recognize ok", "notify ok"}, f.stages); diff != "" {
		t.Errorf("stages (-want +got):\n%s", diff)
	}
}

// TestJobsRunTwice: a job that runs again after a crash changes nothing.
func TestJobsRunTwice(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id, calls := f.uploaded(hook), 0
	f.recognize = func(blobsight.Picture) (*blobsight.Recognition, error) { calls++; return dog(), nil }
	f.notify = func(*blobsight.Blob) (blobsight.Receipt, error) { calls += 10; return taken(), nil }
	for range 3 {
		if err := f.Recognize(t.Context(), id, first()); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		if err := f.Notify(t.Context(), notifyJob(id)); err != nil {
			t.Fatal(err)
		}
	}
	if calls != 11 {
		t.Errorf("calls = %d, want one recognition (1) and one callback (10)", calls)
	}
	f.wantJobs(blobsight.Job{Kind: blobsight.JobRecognize, BlobID: id}, notifyJob(id))
}

func TestRecognizeFails(t *testing.T) {
	t.Parallel()
	transient := errors.New("disk on fire")
	for _, c := range []struct {
		name    string
		err     error
		attempt blobsight.Attempt
		state   blobsight.State
		code    string
		retry   bool
	}{
		{"bad picture", blobsight.BadImage(blobsight.CodeInvalidImage, "no picture"), first(), blobsight.StateFailed, "invalid_image", false},
		{"bad picture on the last attempt", blobsight.BadImage(blobsight.CodeImageTooSmall, "tiny"), last(), blobsight.StateFailed, "image_too_small", false},
		{"our fault", transient, first(), blobsight.StateQueued, "", true},
		{"our fault for the last time", transient, last(), blobsight.StateFailed, "recognizer_error", false},
		{"crashed too often", nil, blobsight.Attempt{Number: 11, Max: 10}, blobsight.StateFailed, "recognizer_error", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := newFlow(t)
			id := f.uploaded(hook)
			f.recognize = func(blobsight.Picture) (*blobsight.Recognition, error) {
				return &blobsight.Recognition{Image: blobsight.Image{Bytes: 7}}, c.err
			}
			if err := f.Recognize(t.Context(), id, c.attempt); (err != nil) != c.retry {
				t.Errorf("error is %v", err)
			}
			b := f.wantState(id, c.state)
			if c.code == "" {
				return
			}
			if b.Failure == nil || b.Failure.Code != c.code || strings.Contains(b.Failure.Detail, "fire") {
				t.Errorf("failure is %+v", b.Failure)
			}
			f.wantJobs(blobsight.Job{Kind: blobsight.JobRecognize, BlobID: id}, notifyJob(id))
		})
	}
}

func TestRecognizePanics(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.uploaded("")
	f.recognize = func(blobsight.Picture) (*blobsight.Recognition, error) { panic("index out of range") }
	if err := f.Recognize(t.Context(), id, first()); err == nil {
		t.Error("a panic was taken for a success")
	}
	if err := f.Recognize(t.Context(), id, last()); err != nil {
		t.Fatal(err)
	}
	f.wantState(id, blobsight.StateFailed)
}

func TestExpire(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	unused, _ := f.create(hook)
	silent, _ := f.create("")
	taken := f.uploaded(hook)
	cutOff, link := f.create(hook)
	if _, err := f.bucket.Put(t.Context(), cutOff, strings.NewReader("kept before a crash"), 100); err != nil {
		t.Fatal(err)
	}
	f.jobs = nil
	f.pass(30 * time.Minute)
	if n, err := f.Expire(t.Context()); n != 0 || err != nil {
		t.Errorf("at its end the link still lives, but %d blobs were swept (%v)", n, err)
	}
	f.pass(time.Second)
	late, _ := f.create(hook)
	if n, err := f.Expire(t.Context()); n != 3 || err != nil {
		t.Errorf("%d blobs were swept (%v), want 3", n, err)
	}
	f.wantState(unused, blobsight.StateExpired)
	f.wantState(silent, blobsight.StateExpired)
	f.wantState(taken, blobsight.StateQueued)
	f.wantState(cutOff, blobsight.StateQueued)
	f.wantState(late, blobsight.StateAwaitingUpload)
	f.wantJobs(notifyJob(unused), blobsight.Job{Kind: blobsight.JobRecognize, BlobID: cutOff})
	_, err := f.Upload(t.Context(), unused, link, strings.NewReader("x"))
	f.wantErr(err, blobsight.ErrBadSignature) // the link of another blob
}

func TestDelete(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.uploaded(hook)
	f.jobs = nil
	if err := f.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	f.wantErr(f.Delete(t.Context(), id), blobsight.ErrBlobNotFound)
	f.wantJobs(blobsight.Job{Kind: blobsight.JobCleanUp, BlobID: id})
	if err := f.Recognize(t.Context(), id, first()); err != nil {
		t.Errorf("a job of a deleted blob fails: %v", err)
	}
	for range 2 {
		if err := f.CleanUp(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	_, err := f.bucket.Stat(t.Context(), id)
	f.wantErr(err, blobsight.ErrObjectNotFound)
}

// TestRecognizeLater: a recognizer without room costs no attempt, but only for a day.
func TestRecognizeLater(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	crowded := &blobsight.LaterError{After: time.Second, Reason: "no room"}
	f.recognize = func(blobsight.Picture) (*blobsight.Recognition, error) { return nil, crowded }
	id := f.uploaded("")
	for range 3 {
		f.wantErr(f.Recognize(t.Context(), id, last()), crowded)
	}
	f.wantState(id, blobsight.StateQueued)
	f.pass(24 * time.Hour)
	f.wantErr(f.Recognize(t.Context(), id, first()), crowded)
	f.wantErr(f.Recognize(t.Context(), id, last()), nil)
	if b := f.wantState(id, blobsight.StateFailed); b.Failure.Code != blobsight.CodeRecognizerError {
		t.Errorf("failure is %+v", b.Failure)
	}
}
