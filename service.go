package blobsight

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"time"
)

// Service is the flow: a concrete type that holds every rule, over thin
// adapters. Its methods may be called by many goroutines at once.
type Service struct {
	Config

	moves moves
}

// Config is what a [Service] is made of. All fields but Log are required.
type Config struct {
	Store      Store
	Deliveries DeliveryStore
	Bucket     Bucket
	Recognizer Recognizer
	Notifier   Notifier
	Observer   Observer

	Now   func() time.Time
	NewID func() string // UUID version 7
	Log   *slog.Logger  // nil: nothing is logged

	UploadTTL      time.Duration    // life of an upload link
	MaxUploadBytes int64            // larger pictures are refused
	Schedule       Schedule         // of the attempts of a callback
	Defaults       RecognizeOptions // when a request asks for nothing else
}

// NewService checks c and makes a Service.
func NewService(c Config) (*Service, error) {
	var errs []error
	for name, missing := range map[string]bool{
		"Store": c.Store == nil, "Deliveries": c.Deliveries == nil, "Bucket": c.Bucket == nil, "Recognizer": c.Recognizer == nil,
		"Notifier": c.Notifier == nil, "Observer": c.Observer == nil, "Now": c.Now == nil, "NewID": c.NewID == nil,
	} {
		if missing {
			errs = append(errs, fmt.Errorf("service: %s is not set", name))
		}
	}
	if c.UploadTTL <= 0 || c.MaxUploadBytes <= 0 {
		errs = append(errs, errors.New("service: UploadTTL and MaxUploadBytes must be more than 0"))
	}
	if len(c.Schedule) == 0 {
		errs = append(errs, errors.New("service: Schedule has no attempts"))
	}
	if err := c.Defaults.Check(); err != nil {
		errs = append(errs, err)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{Config: c}, errors.Join(errs...)
}

// Order is a request for a place to upload.
type Order struct {
	CallbackURL string // empty: the client polls
	KeyID       string // the API key of the client; empty: it needed none
}

// Create gives out a place to upload one picture: a new blob and the link for it.
func (s *Service) Create(ctx context.Context, o Order) (*Blob, string, error) {
	b := &Blob{
		ID:          s.NewID(),
		State:       StateAwaitingUpload,
		CallbackURL: o.CallbackURL,
		KeyID:       o.KeyID,
		CreatedAt:   s.now(),
		ExpiresAt:   s.now().Add(s.UploadTTL),
		Labels:      []Label{},
		Callback:    Callback{Status: CallbackNone},
	}
	if o.CallbackURL != "" {
		if err := CheckCallbackURL(o.CallbackURL); err != nil {
			return nil, "", err
		}
		b.Callback.Status = CallbackPending
	}
	link, err := s.Bucket.UploadURL(ctx, b.ID, b.ExpiresAt)
	if err != nil {
		return nil, "", fmt.Errorf("make upload link: %w", err)
	}
	if err := s.Store.Create(ctx, b); err != nil {
		return nil, "", fmt.Errorf("create blob: %w", err)
	}
	return b, link, nil
}

// Uploaded takes a blob in whose image lies in the bucket: from now on it is
// queued for recognition, or has failed if the image is larger than is allowed,
// which links that lead to S3 cannot prevent. Telling again about the same blob
// changes nothing. Errors: [ErrBlobNotFound], [ErrUploadExpired], [ErrObjectNotFound].
func (s *Service) Uploaded(ctx context.Context, id string) (*Blob, error) {
	b, err := s.Store.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	switch {
	case b.State == StateExpired:
		return nil, ErrUploadExpired
	case b.State != StateAwaitingUpload:
		return b, nil
	}
	size, err := s.Bucket.Stat(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("look for uploaded image: %w", err)
	}
	b.State, b.UploadedAt = StateQueued, s.now()
	err = s.Store.Update(ctx, b, StateAwaitingUpload, Job{Kind: JobRecognize, BlobID: id})
	if errors.Is(err, ErrStateChanged) {
		return s.Uploaded(ctx, id) // somebody else moved it; there is no way back to awaiting_upload
	}
	if err != nil {
		return nil, fmt.Errorf("queue blob: %w", err)
	}
	s.moves.tell(id)
	if err := s.checkSize(size); err != nil {
		b.Image = &Image{Bytes: size}
		return b, s.fail(ctx, b, err.Code, err.Detail) // cut off here, the job does it
	}
	return b, nil
}

// checkSize is the error of an image with so many bytes, nil if that is allowed.
func (s *Service) checkSize(bytes int64) *Error {
	if bytes <= s.MaxUploadBytes {
		return nil
	}
	return BadImage(CodeImageTooLarge, "the image has %d bytes; the limit is %d", bytes, s.MaxUploadBytes)
}

// maxCrowd is how long a picture may be put off because the recognizer has no
// room for it.
const maxCrowd = 24 * time.Hour

// Recognize looks at a queued picture and moves its blob to recognized or
// failed. An error means: try again later, also after the last attempt, which
// makes the blob fail when it is recorded. A [LaterError] says when, and that this
// was no attempt.
func (s *Service) Recognize(ctx context.Context, id string, attempt Attempt) error {
	b, err := s.Store.Get(ctx, id)
	if errors.Is(err, ErrBlobNotFound) {
		return nil // deleted meanwhile
	}
	if err != nil {
		return err
	}
	if b.State != StateQueued {
		return nil // done by an earlier run of this job
	}
	if attempt.Number > attempt.Max {
		return s.fail(ctx, b, CodeRecognizerError, fmt.Sprintf("the recognizer did not come to an end in %d attempts", attempt.Max))
	}
	start := s.Now()
	r, err := s.look(ctx, b)
	s.Observer.ObserveStage(StageRecognize, outcome(err), s.Now().Sub(start))
	if r != nil && r.Image != (Image{}) {
		b.Image = &r.Image
	}
	var bad *Error
	var later *LaterError
	switch {
	case err == nil:
		b.Labels, b.Model = r.Labels, &r.Model
		return s.finish(ctx, b, StateRecognized, StateQueued)
	case errors.As(err, &bad) && bad.Kind == KindBadImage:
		return s.fail(ctx, b, bad.Code, bad.Detail)
	case errors.As(err, &later) && s.now().Before(b.UploadedAt.Add(maxCrowd)):
		return later // that was no attempt
	case ctx.Err() == nil && attempt.Last():
		s.Log.ErrorContext(ctx, "recognizer gave up", "blob_id", id, "attempts", attempt.Number, "error", err)
		return s.fail(ctx, b, CodeRecognizerError, fmt.Sprintf("the recognizer did not succeed in %d attempts", attempt.Number))
	default:
		return fmt.Errorf("recognize %s: %w", id, err)
	}
}

// look runs the recognizer on the image of b. A panic in it is an error like
// any other, so that a poisonous picture comes to an end.
func (s *Service) look(ctx context.Context, b *Blob) (_ *Recognition, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.Log.ErrorContext(ctx, "recognizer panicked", "blob_id", b.ID, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("recognizer panicked: %v", p)
		}
	}()
	size, err := s.Bucket.Stat(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	if err := s.checkSize(size); err != nil { // the upload may have been replaced since it was taken in
		return &Recognition{Image: Image{Bytes: size}}, err
	}
	r, err := s.Recognizer.Recognize(ctx, s.picture(b.ID), s.Defaults)
	if r != nil && r.Image.Bytes == 0 { // a recognizer that has not seen the bytes cannot know
		r.Image.Bytes = size
	}
	return r, err
}

func (s *Service) fail(ctx context.Context, b *Blob, code, detail string) error {
	b.Failure = &Failure{Code: code, Detail: detail}
	return s.finish(ctx, b, StateFailed, StateQueued)
}

// finish moves b to a final state, together with the job that tells the
// client. When somebody else was first, theirs holds and this changes nothing.
func (s *Service) finish(ctx context.Context, b *Blob, to, from State) error {
	if !from.CanMove(to) {
		return fmt.Errorf("blob %s: no move from %s to %s", b.ID, from, to)
	}
	b.State, b.FinishedAt = to, s.now()
	var jobs []Job
	if b.CallbackURL != "" {
		b.Callback.NextAt = b.FinishedAt.Add(s.Schedule.Delay(1))
		jobs = append(jobs, s.notifyJob(b))
	}
	err := s.Store.Update(ctx, b, from, jobs...)
	if errors.Is(err, ErrStateChanged) || errors.Is(err, ErrBlobNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("finish blob %s: %w", b.ID, err)
	}
	s.moves.tell(b.ID)
	s.Log.InfoContext(ctx, "blob finished", "blob_id", b.ID, "state", to, "labels", len(b.Labels))
	return nil
}

// Expire ends every blob whose link has run out unused, and returns how many.
// An image that arrived but was not taken in (the server stopped in between)
// is taken in now. A blob that fails holds the others back no more than a page.
func (s *Service) Expire(ctx context.Context) (n int, err error) {
	const page = 100
	for {
		due, err := s.Store.List(ctx, Query{State: StateAwaitingUpload, ExpiresBefore: s.now(), Limit: page})
		if err != nil {
			return n, fmt.Errorf("list expired blobs: %w", err)
		}
		var errs []error
		for _, b := range due {
			if err := s.expire(ctx, b); err != nil {
				errs = append(errs, fmt.Errorf("expire %s: %w", b.ID, err))
				continue
			}
			n++
		}
		if len(due) < page || len(errs) == len(due) {
			return n, errors.Join(errs...)
		}
	}
}

func (s *Service) expire(ctx context.Context, b *Blob) error {
	_, err := s.Uploaded(ctx, b.ID)
	if errors.Is(err, ErrObjectNotFound) {
		return s.finish(ctx, b, StateExpired, StateAwaitingUpload)
	}
	if errors.Is(err, ErrBlobNotFound) || errors.Is(err, ErrUploadExpired) {
		return nil
	}
	return err
}

// Label recognizes a picture at once and keeps nothing. Errors of the picture
// are of [KindBadImage].
func (s *Service) Label(ctx context.Context, open func(context.Context) (io.ReadCloser, error), opt RecognizeOptions) (*Recognition, error) {
	if err := opt.Check(); err != nil {
		return nil, err
	}
	start := s.Now()
	r, err := s.Recognizer.Recognize(ctx, Picture{Open: open}, opt)
	s.Observer.ObserveStage(StageRecognize, outcome(err), s.Now().Sub(start))
	return r, err
}

// picture is the uploaded image of a blob.
func (s *Service) picture(id string) Picture {
	return Picture{
		Key:  id,
		Open: func(ctx context.Context) (io.ReadCloser, error) { return s.Bucket.Open(ctx, id) },
	}
}

// now is the injected clock, in the precision that is kept.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

// outcome is the word for err in metrics.
func outcome(err error) string {
	var e *Error
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &e):
		return e.Code
	default:
		return "error"
	}
}
