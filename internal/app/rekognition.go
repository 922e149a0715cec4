package app

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"

	"blobsight"
	"blobsight/internal/bucket/folder"
	"blobsight/internal/bucket/s3"
	"blobsight/internal/rekapi"
)

// Rekognition is the part of the settings that concerns requests in the protocol of
// Amazon Rekognition.
type Rekognition struct {
	Region  string `env:"BLOBSIGHT_REKOGNITION_REGION" name:"rekognition-region" default:"us-east-1" help:"Region for which requests in the protocol of Amazon Rekognition must be signed."`
	Objects string `env:"BLOBSIGHT_REKOGNITION_OBJECTS" name:"rekognition-objects" placeholder:"DIR|URL" help:"Where pictures lie that such requests name by S3Object: a folder with a folder for each bucket, or the URL of an S3, asked with the credentials and for the region that Amazon's tools would find (AWS_ACCESS_KEY_ID, profiles, …), never without credentials. Default: the server's own images, as bucket blobsight."`
}

// DefaultRekognition is Rekognition without any flag or environment variable.
func DefaultRekognition() Rekognition { return Rekognition{Region: twinRegion} }

func (r *Rekognition) check() error {
	var errs []error
	if !regexp.MustCompile(`^[a-z0-9-]{1,64}$`).MatchString(r.Region) {
		errs = append(errs, fmt.Errorf("--rekognition-region (BLOBSIGHT_REKOGNITION_REGION): %q is no region; the form is us-east-1", r.Region))
	}
	if r.remote() {
		errs = append(errs, objectsError(checkStore(r.Objects)))
	}
	return errors.Join(errs...)
}

// remote says whether objects lie in a store with a URL, and not in a folder.
func (r *Rekognition) remote() bool { return strings.Contains(r.Objects, "://") }

// checkStore says what is wrong with the URL of a store.
func checkStore(store string) error {
	u, err := url.Parse(store)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https":
		return errors.New("it is no URL of an S3; the form is http://127.0.0.1:9000 or https://s3.eu-central-1.amazonaws.com")
	case u.User != nil:
		return errors.New("the URL holds credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead")
	case u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "":
		return errors.New("the URL has a path, a query or a fragment; leave it out: requests say which bucket they mean")
	}
	return nil
}

// objectsError names the setting that an error is about.
func objectsError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("--rekognition-objects (BLOBSIGHT_REKOGNITION_OBJECTS): %w", err)
}

// openObjects makes what reads the pictures that requests of Rekognition's name by
// S3Object. It makes no request: credentials are looked for when the first picture
// is read. What it opens, Close closes.
func (a *App) openObjects(ctx context.Context, r Rekognition, images blobsight.Bucket) (rekapi.Objects, error) {
	switch {
	case r.Objects == "":
		return rekapi.Own{Images: images}, nil
	case r.remote():
		found, err := config.LoadDefaultConfig(ctx, config.WithDefaultRegion(r.Region))
		if err != nil {
			return nil, objectsError(fmt.Errorf("settings of Amazon's tools: %w", err))
		}
		source, err := s3.NewSource(s3.SourceConfig{AWS: found, Endpoint: strings.TrimRight(r.Objects, "/"), PathStyle: true})
		return source, objectsError(err)
	default:
		source, err := folder.Open(r.Objects)
		if err != nil {
			return nil, objectsError(fmt.Errorf("%w; name a folder that holds a folder for each bucket, or a URL that starts with http:// or https://", err))
		}
		a.closers = append(a.closers, source.Close)
		return source, nil
	}
}
