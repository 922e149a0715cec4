// Package s3 keeps images in a bucket of Amazon S3, or of a store that speaks
// its protocol. Clients upload to the store itself, by presigned links. Beside
// that, a [Source] reads objects of any bucket, which others have put there.
//
// # What it needs
//
// A bucket, and credentials which are allowed this on it:
//
//	s3:PutObject     arn:aws:s3:::BUCKET/PREFIX*   who signs a link lends its holder this right
//	s3:GetObject     arn:aws:s3:::BUCKET/PREFIX*   Stat, Open
//	s3:DeleteObject  arn:aws:s3:::BUCKET/PREFIX*   Delete
//	s3:ListBucket    arn:aws:s3:::BUCKET           nothing is listed, but without it S3 calls
//	                                               a missing image forbidden; also Check
//
// A bucket encrypted by a key of KMS wants kms:GenerateDataKey and kms:Decrypt
// besides. Where browsers upload, the bucket needs a CORS rule that allows PUT
// from their origin, with the headers Content-Type and If-None-Match.
//
// # What it leaves behind
//
//	PREFIX<key>   an image, with the Content-Type that its client sent
//
// S3 shows an object when it is complete, never a part. Delete removes what can
// be seen: in a bucket with versions the earlier ones stay, until a lifecycle
// rule of the bucket ends them.
//
// # Limits
//
// A link cannot bound the size of what is sent, at most 5 GB. So whoever takes
// an image in looks at its size before any work is done.
//
// A link can be used again until it ends, and the later image takes the place
// of the earlier one. With [Config.Conditional] the store refuses that (412),
// but clients then have to send the header that [Bucket.UploadHeaders] tells.
//
// A link holds for 1,800 seconds at most, and never longer than the credentials
// that signed it: those of a role end by themselves, and links that a role signed
// late in its session end sooner than they say. S3 looks at the end when an
// upload begins; one that has begun may finish after it.
package s3

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"blobsight"
)

// Bucket keeps images in S3. It implements [blobsight.Bucket] and
// [blobsight.UploadHeaders].
type Bucket struct {
	cfg    Config
	client *s3.Client
	links  *s3.PresignClient
	signer *v4.Signer
}

var (
	_ blobsight.Bucket        = (*Bucket)(nil)
	_ blobsight.UploadHeaders = (*Bucket)(nil)
)

// New makes a Bucket. It makes no request: see [Bucket.Check].
func New(cfg Config) (*Bucket, error) {
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	client := newClient(cfg.AWS, cfg.Endpoint, cfg.PathStyle)
	public := s3.New(client.Options(), func(o *s3.Options) {
		if cfg.PublicEndpoint != "" {
			o.BaseEndpoint = &cfg.PublicEndpoint
		}
	})
	return &Bucket{
		cfg:    cfg,
		client: client,
		links:  s3.NewPresignClient(public),
		signer: v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }), // S3 escapes keys once
	}, nil
}

// newClient makes a client of the store at endpoint; empty: what AWS says.
func newClient(cfg aws.Config, endpoint string, pathStyle bool) *s3.Client {
	return s3.NewFromConfig(cfg, func(o *s3.Options) {
		o.UsePathStyle = pathStyle
		// Otherwise the checksum of an empty body would be signed into links, and
		// other stores would be asked for checksums that they do not know.
		o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
		o.ResponseChecksumValidation = aws.ResponseChecksumValidationWhenRequired
		if endpoint != "" {
			o.BaseEndpoint = &endpoint
		}
	})
}

// Check says whether the bucket is there and the credentials are good for it. It
// is for the start of a server: a wrong name would look like missing images.
func (b *Bucket) Check(ctx context.Context) error {
	if _, err := b.client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: &b.cfg.Bucket}); err != nil {
		return fmt.Errorf("bucket %s cannot be used: %w; check its name, the region, and that the credentials are allowed s3:ListBucket on it", b.cfg.Bucket, err)
	}
	return nil
}
