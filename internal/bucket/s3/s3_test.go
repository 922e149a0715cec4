package s3_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/credentials"

	"blobsight"
	"blobsight/internal/bucket/buckettest"
	"blobsight/internal/bucket/s3"
)

func TestBucket(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*s3.Config){
		"plain":       func(*s3.Config) {},
		"prefix":      func(c *s3.Config) { c.Prefix = "images/of today/" },
		"conditional": conditional,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			buckettest.Run(t, func(t *testing.T) buckettest.Harness {
				b := open(t, change)
				return buckettest.Harness{Bucket: b, Reusable: len(b.UploadHeaders()) == 0}
			})
		})
	}
}

func TestNewNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	good := offlineConfig()
	mustNew(t, good)
	for want, change := range map[string]func(*s3.Config){
		"Bucket is empty":            func(c *s3.Config) { c.Bucket = "" },
		"AWS.Region is empty":        func(c *s3.Config) { c.AWS.Region = "" },
		"AWS.Credentials is missing": func(c *s3.Config) { c.AWS.Credentials = nil },
		`Prefix is "images"`:         func(c *s3.Config) { c.Prefix = "images" },
		`Prefix is "/images/"`:       func(c *s3.Config) { c.Prefix = "/images/" },
	} {
		cfg := good
		change(&cfg)
		if _, err := s3.New(cfg); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	if err := open(t).Check(t.Context()); err != nil {
		t.Error(err)
	}
	for what, change := range trouble() {
		if err := open(t, change).Check(t.Context()); err == nil || !strings.Contains(err.Error(), "bucket") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestTroubleIsNoMissingImage: a job that meets it must be tried again.
func TestTroubleIsNoMissingImage(t *testing.T) {
	t.Parallel()
	for what, change := range trouble() {
		b := open(t, change)
		_, statErr := b.Stat(t.Context(), "some-key")
		_, openErr := b.Open(t.Context(), "some-key")
		got := map[string]error{"open": openErr, "delete": b.Delete(t.Context(), "some-key")}
		if what == "wrong secret" || what == "nobody there" { // otherwise a HEAD may not say what is missing
			got["stat"] = statErr
		}
		for operation, err := range got {
			if err == nil || errors.Is(err, blobsight.ErrObjectNotFound) || blobsight.KindOf(err) != blobsight.KindInternal {
				t.Errorf("%s, %s: %v, want an internal error", what, operation, err)
			} else if what == "wrong secret" && !strings.Contains(err.Error(), "check that the credentials are right") {
				t.Errorf("%s, %s: %v does not say what to do", what, operation, err)
			}
		}
	}
}

// trouble are mistakes in the configuration.
func trouble() map[string]func(*s3.Config) {
	return map[string]func(*s3.Config){
		"no such bucket": func(c *s3.Config) { c.Bucket = "no-such-bucket" },
		"nobody there":   func(c *s3.Config) { c.Endpoint = "http://127.0.0.1:1" },
		"wrong secret": func(c *s3.Config) {
			c.AWS.Credentials = credentials.NewStaticCredentialsProvider(store.User.Username(), "wrong", "")
		},
		"unknown id": func(c *s3.Config) {
			c.AWS.Credentials = credentials.NewStaticCredentialsProvider("nobody", "wrong", "")
		},
	}
}
