package blobsight_test

import (
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"blobsight"
)

func TestUploadRefused(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id, link := f.create(hook)
	tampered := map[string][]string{"expires": {"99999999999"}, "signature": link["signature"]}
	_, err := f.Upload(t.Context(), id, tampered, strings.NewReader("x"))
	f.wantErr(err, blobsight.ErrBadSignature)
	_, err = f.Upload(t.Context(), id, link, strings.NewReader(strings.Repeat("x", 101)))
	f.wantErr(err, blobsight.ErrUploadTooLarge)
	broken := errors.New("connection reset")
	_, err = f.Upload(t.Context(), id, link, io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken)))
	f.wantErr(err, broken)
	f.wantState(id, blobsight.StateAwaitingUpload)
	_, err = f.bucket.Stat(t.Context(), id)
	f.wantErr(err, blobsight.ErrObjectNotFound)
	f.wantJobs()

	if _, err := f.Upload(t.Context(), id, link, strings.NewReader(strings.Repeat("x", 100))); err != nil {
		t.Errorf("after refused uploads the link is used up: %v", err)
	}
	_, err = f.Upload(t.Context(), id, link, strings.NewReader("another"))
	f.wantErr(err, blobsight.ErrAlreadyUploaded)
	if size, _ := f.bucket.Stat(t.Context(), id); size != 100 {
		t.Errorf("a second upload changed the image: %d bytes", size)
	}

	id, link = f.create(hook)
	f.pass(30*time.Minute + 2*time.Second)
	_, err = f.Upload(t.Context(), id, link, strings.NewReader("x"))
	f.wantErr(err, blobsight.ErrUploadExpired)
}

// TestUploadAfterCrash: the image was kept, then the server died before it
// queued the blob. The next upload finds that and finishes it.
func TestUploadAfterCrash(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id, link := f.create(hook)
	if _, err := f.bucket.Put(t.Context(), id, strings.NewReader("first"), 100); err != nil {
		t.Fatal(err)
	}
	_, err := f.Upload(t.Context(), id, link, strings.NewReader("second"))
	f.wantErr(err, blobsight.ErrAlreadyUploaded)
	f.wantState(id, blobsight.StateQueued)
	f.wantJobs(blobsight.Job{Kind: blobsight.JobRecognize, BlobID: id})
}

// TestResume: the same, and nobody tries again; the next start takes the image in.
func TestResume(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	waiting, _ := f.create(hook)
	cutOff, _ := f.create(hook)
	done := f.uploaded("")
	if _, err := f.bucket.Put(t.Context(), cutOff, strings.NewReader("kept"), 100); err != nil {
		t.Fatal(err)
	}
	f.jobs = nil
	for range 2 {
		if err := f.Resume(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	f.wantState(waiting, blobsight.StateAwaitingUpload)
	f.wantState(cutOff, blobsight.StateQueued)
	f.wantState(done, blobsight.StateQueued)
	f.wantJobs(blobsight.Job{Kind: blobsight.JobRecognize, BlobID: cutOff})
}

// TestUploadRace: of many uploads to one link exactly one is taken in.
func TestUploadRace(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id, link := f.create(hook)
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { _, errs[i] = f.Upload(t.Context(), id, link, strings.NewReader(strings.Repeat("x", i+1))) })
	}
	wg.Wait()
	won := -1
	for i, err := range errs {
		switch {
		case err == nil && won >= 0:
			t.Error("two uploads were taken in")
		case err == nil:
			won = i
		default:
			f.wantErr(err, blobsight.ErrAlreadyUploaded)
		}
	}
	if size, err := f.bucket.Stat(t.Context(), id); err != nil || size != int64(won+1) {
		t.Errorf("upload %d won, but the image has %d bytes (%v)", won, size, err)
	}
	f.wantJobs(blobsight.Job{Kind: blobsight.JobRecognize, BlobID: id})
}

// TestUploadMeetsDelete: a blob that is deleted or expires during its upload
// leaves no image behind.
func TestUploadMeetsDelete(t *testing.T) {
	t.Parallel()
	for name, meanwhile := range map[string]func(*flow, string){
		"delete": func(f *flow, id string) { f.wantErr(f.Delete(f.t.Context(), id), nil) },
		"expire": func(f *flow, id string) {
			f.pass(time.Hour)
			_, err := f.Expire(f.t.Context())
			f.wantErr(err, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFlow(t)
			id, link := f.create(hook)
			body := readerFunc(func(p []byte) (int, error) {
				meanwhile(f, id)
				return copy(p, "picture"), io.EOF
			})
			if _, err := f.Upload(t.Context(), id, link, body); err == nil {
				t.Error("the upload was taken in")
			}
			_, err := f.bucket.Stat(t.Context(), id)
			f.wantErr(err, blobsight.ErrObjectNotFound)
		})
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestUploadedTooLarge: where the bucket cannot bound uploads, a picture that is too
// large is never looked at, and its end is told.
func TestUploadedTooLarge(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	f.recognize = func(blobsight.Picture) (*blobsight.Recognition, error) {
		t.Error("the recognizer was asked")
		return dog(), nil
	}
	id, _ := f.create(hook)
	if _, err := f.bucket.Put(t.Context(), id, strings.NewReader(strings.Repeat("x", 101)), 200); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		b, err := f.Uploaded(t.Context(), id)
		if err != nil || b.State != blobsight.StateFailed || b.Failure.Code != blobsight.CodeImageTooLarge || b.Image.Bytes != 101 {
			t.Fatalf("%+v, %v", b, err)
		}
	}
	f.wantErr(f.Recognize(t.Context(), id, first()), nil)
	f.wantState(id, blobsight.StateFailed)
	f.wantJobs(blobsight.Job{Kind: blobsight.JobRecognize, BlobID: id}, notifyJob(id))
}

// TestBytesOfUnreadPicture: a recognizer beside the bucket does not see the bytes.
func TestBytesOfUnreadPicture(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	f.recognize = func(blobsight.Picture) (*blobsight.Recognition, error) {
		r := dog()
		r.Image = blobsight.Image{}
		return r, nil
	}
	id := f.uploaded("")
	f.wantErr(f.Recognize(t.Context(), id, first()), nil)
	if b := f.wantState(id, blobsight.StateRecognized); *b.Image != (blobsight.Image{Bytes: 7}) {
		t.Errorf("image is %+v", b.Image)
	}
}
