// Package rekognition recognizes pictures by DetectLabels of Amazon Rekognition.
//
// A picture that lies in the bucket is read there by Rekognition itself and never
// passes through this program. One that came with a request is sent along.
//
// # What it needs
//
// Credentials that are allowed this:
//
//	rekognition:DetectLabels  *                             the operation knows no resources
//	s3:GetObject              arn:aws:s3:::BUCKET/PREFIX*   Rekognition reads with the rights of its caller
//
// The bucket must be in the region that is asked. Nothing is left behind.
//
// # Limits
//
// JPEG and PNG, from 80 to 10,000 pixels a side; 15 MB in the bucket, 5 MB with a
// request. How many requests a second are allowed is a quota of the account
// (5 to 50 by region when nothing else was asked for); beyond it a picture is put
// off, which counts as no attempt. Image properties have a price of their own and
// are measured only when they are asked for.
//
// Rekognition does not tell a picture's format, size or sum, so those of a picture
// in the bucket stay empty. It does not list what it can say: the vocabulary is nil.
package rekognition

import (
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rekognition"

	"blobsight"
)

// Config says whom to ask. AWS (with a region and credentials) is required.
type Config struct {
	AWS aws.Config

	// Bucket is where pictures with a key lie, and Object gives the name of the
	// object that holds the picture of a key. Without a bucket, bytes are sent.
	Bucket string
	Object func(key string) string
}

// Recognizer asks Rekognition. It implements [blobsight.Recognizer].
type Recognizer struct {
	cfg    Config
	client *rekognition.Client
}

var _ blobsight.Recognizer = (*Recognizer)(nil)

// maxAttempts is how often a request is sent that was throttled or met trouble.
const maxAttempts = 4

// New makes a Recognizer. It makes no request.
func New(cfg Config) (*Recognizer, error) {
	var errs []error
	if cfg.AWS.Region == "" {
		errs = append(errs, errors.New("recognizer of Rekognition: AWS.Region is empty; set it to the bucket's"))
	}
	if cfg.AWS.Credentials == nil {
		errs = append(errs, errors.New("recognizer of Rekognition: AWS.Credentials is missing"))
	}
	if (cfg.Bucket == "") != (cfg.Object == nil) {
		errs = append(errs, errors.New("recognizer of Rekognition: Bucket and Object belong together; set both or none"))
	}
	client := rekognition.NewFromConfig(cfg.AWS, func(o *rekognition.Options) {
		if cfg.AWS.RetryMaxAttempts == 0 {
			o.RetryMaxAttempts = maxAttempts
		}
	})
	return &Recognizer{cfg, client}, errors.Join(errs...)
}

// Model names Rekognition. Which version answered stands in each [blobsight.Recognition].
func (r *Recognizer) Model() blobsight.Model { return blobsight.Model{Name: "amazon-rekognition"} }

// Vocabulary is nil: Rekognition does not say what it knows.
func (r *Recognizer) Vocabulary() []blobsight.Concept { return nil }
