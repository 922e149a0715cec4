package blobsight

import (
	"context"
	"io"
	"net/url"
	"time"
)

// Bucket keeps images, each under the id of its blob. An image is written once
// and never changes; a write that was cut off is never seen. Where the links
// of a service elsewhere can be used again until they end, a later image takes
// the place of the earlier one, whole.
//
// All methods may be called by many goroutines and processes at once. A
// missing key is [ErrObjectNotFound].
type Bucket interface {
	// UploadURL makes a link to which the holder can PUT one image under key
	// until expires. It makes no request.
	UploadURL(ctx context.Context, key string, expires time.Time) (string, error)

	// Stat gives the size of an image in bytes.
	Stat(ctx context.Context, key string) (int64, error)

	// Open reads an image. The caller closes it.
	Open(ctx context.Context, key string) (io.ReadCloser, error)

	// Delete removes an image. Removing a missing one is no error.
	Delete(ctx context.Context, key string) error
}

// UploadHeaders is a Bucket whose upload links may want headers to be sent with
// the image, because they were signed with the link. Who gives out a link gives
// out these headers as well.
type UploadHeaders interface {
	// UploadHeaders gives names and values that every upload to a link of
	// UploadURL must send as they are. Empty means none.
	UploadHeaders() map[string]string
}

// UploadReceiver is a Bucket whose upload links lead to this server (disk), not
// to a service elsewhere (S3).
type UploadReceiver interface {
	// VerifyUpload checks the query of an upload link for key at the time now:
	// [ErrBadSignature], [ErrUploadExpired] or nil.
	VerifyUpload(key string, query url.Values, now time.Time) error

	// Put writes the image under key and returns its size. It reads at most
	// limit+1 bytes: more than limit is [ErrUploadTooLarge]. A key that exists
	// is [ErrObjectExists]. On any error nothing is kept. When it returns nil the
	// image is on stable storage.
	Put(ctx context.Context, key string, r io.Reader, limit int64) (int64, error)
}
