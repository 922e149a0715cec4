package rekapi

import (
	"context"
	"errors"
	"io"

	"blobsight"
)

// OwnBucket is the name of the one bucket that [Own] has.
const OwnBucket = "blobsight"

// Own are the server's own images as objects of the bucket [OwnBucket], each named
// by the id of its blob. It implements [Objects]. An image is written once, so it
// has no versions.
type Own struct {
	Images blobsight.Bucket
}

var _ Objects = Own{}

// Open reads the image of a blob.
func (o Own) Open(ctx context.Context, bucket, name, version string) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if bucket != OwnBucket {
		return nil, blobsight.ErrObjectNotFound.With("there is no bucket %.80q; the server's own images are in %q", bucket, OwnBucket)
	}
	if version != "" {
		return nil, blobsight.ErrObjectNotFound.With("images of this server have no versions; leave Version out")
	}
	image, err := o.Images.Open(ctx, name)
	if errors.Is(err, blobsight.ErrObjectNotFound) {
		return nil, blobsight.ErrObjectNotFound.With("there is no image %.80q; the server's own images are named by the ids of their blobs", name)
	}
	return image, err
}
