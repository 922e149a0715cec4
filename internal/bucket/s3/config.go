package s3

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Config says where the images are. AWS (with a region and credentials) and
// Bucket are required.
type Config struct {
	AWS    aws.Config
	Bucket string
	// Prefix starts the name of every object. Empty, or ends with a slash.
	Prefix string

	// Endpoint is the base URL of a store that is not Amazon's, such as
	// http://127.0.0.1:7070. Empty: what AWS says, else Amazon's for the region.
	Endpoint string
	// PublicEndpoint is where clients reach the store, if they need another URL
	// than this server, as with networks of containers. Empty: Endpoint.
	PublicEndpoint string
	// PathStyle puts the name of the bucket into the path instead of the host.
	// Most stores other than Amazon's want that.
	PathStyle bool

	// Conditional makes links that work for one upload only, and only when the
	// headers of [Bucket.UploadHeaders] are sent. The store must know
	// If-None-Match, as Amazon's does since 2024.
	Conditional bool

	// Now is the clock that signs links. Nil: the system's.
	Now func() time.Time
}

func (c Config) validate() error {
	var errs []error
	if c.Bucket == "" {
		errs = append(errs, errors.New("S3: Bucket is empty; name the bucket for images"))
	}
	errs = append(errs, checkAWS(c.AWS))
	if p := c.Prefix; p != "" && (strings.HasPrefix(p, "/") || !strings.HasSuffix(p, "/")) {
		errs = append(errs, fmt.Errorf("S3: Prefix is %q; it must end with a slash and not start with one, such as images/", p))
	}
	return errors.Join(errs...)
}

// checkAWS names what every client of a store needs and is missing.
func checkAWS(cfg aws.Config) error {
	var errs []error
	if cfg.Region == "" {
		errs = append(errs, errors.New("S3: AWS.Region is empty; set it to the bucket's, or to us-east-1 for a store without regions"))
	}
	if cfg.Credentials == nil {
		errs = append(errs, errors.New("S3: AWS.Credentials is missing; requests and links cannot be signed without credentials"))
	}
	return errors.Join(errs...)
}
