package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"blobsight"
)

// Stat gives the size of an image. A key that is not valid is a missing one.
func (b *Bucket) Stat(ctx context.Context, key string) (int64, error) {
	if b.checkKey(key) != nil {
		return 0, blobsight.ErrObjectNotFound
	}
	out, err := b.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &b.cfg.Bucket, Key: aws.String(b.Object(key))})
	if err != nil {
		return 0, lookError(key, err)
	}
	return aws.ToInt64(out.ContentLength), nil
}

// Open reads an image as it comes from the store; nothing is kept in memory. A
// key that is not valid is a missing one. A connection that breaks shows as an
// error of Read, and the end of ctx too.
func (b *Bucket) Open(ctx context.Context, key string) (io.ReadCloser, error) {
	if b.checkKey(key) != nil {
		return nil, blobsight.ErrObjectNotFound
	}
	out, err := b.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &b.cfg.Bucket, Key: aws.String(b.Object(key))})
	if err != nil {
		return nil, lookError(key, err)
	}
	return out.Body, nil
}

// Delete removes an image.
func (b *Bucket) Delete(ctx context.Context, key string) error {
	if err := b.checkKey(key); err != nil {
		return err
	}
	_, err := b.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &b.cfg.Bucket, Key: aws.String(b.Object(key))})
	if err != nil && !missing(err) { // S3 itself never says that it was missing
		return fmt.Errorf("delete image %s: %w%s", key, err, hint(err, "s3:DeleteObject"))
	}
	return nil
}

func lookError(key string, err error) error {
	if missing(err) {
		return blobsight.ErrObjectNotFound
	}
	return fmt.Errorf("read image %s: %w%s", key, err, hint(err, "s3:GetObject on it and s3:ListBucket on the bucket"))
}

// missing says whether there is no such object. A bucket or a key of access that
// is not there is another matter, though some stores answer 404 to that as well;
// the answer to a HEAD does not say what it is that is missing.
func missing(err error) bool {
	code := codeOf(err)
	return code == "NoSuchKey" || code == "NotFound"
}

func hint(err error, right string) string {
	if status(err) != http.StatusForbidden {
		return ""
	}
	return "; check that the credentials are right and are allowed " + right
}

// status is the HTTP status of an answer, or 0 when none came.
func status(err error) int {
	var answer *smithyhttp.ResponseError
	if !errors.As(err, &answer) {
		return 0
	}
	return answer.HTTPStatusCode()
}
