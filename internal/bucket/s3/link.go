package s3

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// maxLife is how long a link holds at most.
const maxLife = 1800 * time.Second

// UploadURL makes a presigned link for PUT. It holds until expires, rounded up
// to whole seconds, but no longer than 1,800 seconds. Content-Type is not signed:
// clients send any or none. Making it needs no request to S3, but credentials
// of a role may have to be renewed.
func (b *Bucket) UploadURL(ctx context.Context, key string, expires time.Time) (string, error) {
	if err := b.checkKey(key); err != nil {
		return "", err
	}
	now := b.cfg.Now().UTC().Truncate(time.Second) // signatures know whole seconds
	life := (expires.Sub(now) + time.Second - 1).Truncate(time.Second)
	if life <= 0 {
		return "", fmt.Errorf("upload link for %s: it would have ended at %s already", key, expires.UTC().Format(time.RFC3339))
	}
	in := &s3.PutObjectInput{Bucket: &b.cfg.Bucket, Key: aws.String(b.Object(key))}
	if b.cfg.Conditional {
		in.IfNoneMatch = aws.String("*")
	}
	link, err := b.links.PresignPutObject(ctx, in, func(o *s3.PresignOptions) {
		o.Expires = min(life, maxLife)
		o.Presigner = signer{b.signer, now}
	})
	if err != nil {
		return "", fmt.Errorf("sign upload link for %s: %w", key, err)
	}
	return link.URL, nil
}

// UploadHeaders gives what clients must send with an image: nothing, or the
// condition that there is no image yet.
func (b *Bucket) UploadHeaders() map[string]string {
	if !b.cfg.Conditional {
		return nil
	}
	return map[string]string{"If-None-Match": "*"}
}

// signer signs as of a given time instead of the system's.
type signer struct {
	signer *v4.Signer
	at     time.Time
}

func (s signer) PresignHTTP(ctx context.Context, credentials aws.Credentials, r *http.Request,
	payloadHash, service, region string, _ time.Time, options ...func(*v4.SignerOptions),
) (string, http.Header, error) {
	return s.signer.PresignHTTP(ctx, credentials, r, payloadHash, service, region, s.at, options...)
}
