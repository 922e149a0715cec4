package rekapi

import (
	"context"
	"io"
)

// Objects is where the pictures lie that requests name by S3Object.
//
// Its methods may be called by many goroutines at once.
type Objects interface {
	// Open reads the object of that name in a bucket; an empty version is the latest.
	// What is not there, or may not be read, is [blobsight.ErrObjectNotFound]; any
	// other error is ours. The caller closes the reader.
	Open(ctx context.Context, bucket, name, version string) (io.ReadCloser, error)
}
