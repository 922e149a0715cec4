package s3_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"blobsight"
	"blobsight/internal/bucket/s3"
	"blobsight/internal/rekapi/objectstest"
)

func TestSource(t *testing.T) {
	t.Parallel()
	objectstest.Run(t, func(t *testing.T) objectstest.Harness {
		s := source(t)
		bucket := config().Bucket
		return objectstest.Harness{
			Objects: s, Bucket: bucket,
			Put: func(t *testing.T, name string, body []byte) { put(t, bucket, name, body) },
		}
	})
}

// source makes a Source on the store, after changes to the configuration.
func source(t *testing.T, changes ...func(*s3.Config)) *s3.Source {
	t.Helper()
	open(t) // skips where there is no store
	cfg := config()
	for _, change := range changes {
		change(&cfg)
	}
	return mustNewSource(t, cfg)
}

func mustNewSource(t *testing.T, cfg s3.Config) *s3.Source {
	t.Helper()
	s, err := s3.NewSource(s3.SourceConfig{AWS: cfg.AWS, Endpoint: cfg.Endpoint, PathStyle: cfg.PathStyle})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// put puts an object, as others do it, and gives its version.
func put(t *testing.T, bucket, name string, body []byte) string {
	t.Helper()
	out, err := raw().PutObject(t.Context(), &awss3.PutObjectInput{Bucket: &bucket, Key: &name, Body: bytes.NewReader(body)})
	if err != nil {
		t.Fatal(err)
	}
	return aws.ToString(out.VersionId)
}

func TestSourceVersions(t *testing.T) {
	t.Parallel()
	s, bucket := source(t), "b"+newKey()
	if err := makeBucket(t.Context(), bucket); err != nil {
		t.Fatal(err)
	}
	if _, err := raw().PutBucketVersioning(t.Context(), &awss3.PutBucketVersioningInput{
		Bucket: &bucket, VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled},
	}); err != nil {
		t.Skipf("this store has no versions: %v", err)
	}
	first := put(t, bucket, "cat.jpg", []byte("first"))
	second := put(t, bucket, "cat.jpg", []byte("second"))
	for version, want := range map[string]string{first: "first", second: "second", "": "second"} {
		if got := objectstest.Content(t, s, bucket, "cat.jpg", version); got != want {
			t.Errorf("version %q is %q, want %q", version, got, want)
		}
	}
	gone, err := raw().DeleteObject(t.Context(), &awss3.DeleteObjectInput{Bucket: &bucket, Key: aws.String("cat.jpg")})
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range []string{"", aws.ToString(gone.VersionId)} {
		if _, err := s.Open(t.Context(), bucket, "cat.jpg", version); !errors.Is(err, blobsight.ErrObjectNotFound) {
			t.Errorf("deleted, version %q: %v, want ErrObjectNotFound", version, err)
		}
	}
	if got := objectstest.Content(t, s, bucket, "cat.jpg", first); got != "first" {
		t.Errorf("after the deletion the first version is %q", got)
	}
}

// TestSourceTrouble: wrong credentials and a store out of reach are no missing objects.
func TestSourceTrouble(t *testing.T) {
	t.Parallel()
	for what, change := range trouble() {
		if what == "no such bucket" {
			continue
		}
		if _, err := source(t, change).Open(t.Context(), pictures, "cat.jpg", ""); err == nil || blobsight.KindOf(err) != blobsight.KindInternal {
			t.Errorf("%s: %v, want an internal error", what, err)
		}
	}
}

// TestSourceAnswers: what is about the request is a missing object, and what is
// about the store or its credentials is not.
func TestSourceAnswers(t *testing.T) {
	t.Parallel()
	const none, one = "", "1"
	for _, tt := range []struct {
		status  int
		code    string
		version string
		missing bool
	}{
		{404, "", none, true},
		{403, "", none, true},
		{404, "NoSuchKey", none, true},
		{404, "NoSuchBucket", none, true},
		{404, "NoSuchVersion", one, true},
		{400, "InvalidArgument", one, true},
		{400, "InvalidArgument", none, false},
		{405, "MethodNotAllowed", one, true},
		{400, "InvalidBucketName", none, true},
		{403, "AccessDenied", none, true},
		{403, "InvalidObjectState", none, true},
		{301, "PermanentRedirect", none, true},
		{403, "SignatureDoesNotMatch", none, false},
		{403, "InvalidAccessKeyId", none, false},
		{403, "RequestTimeTooSkewed", none, false},
		{400, "AuthorizationHeaderMalformed", none, true},
		{400, "IllegalLocationConstraintException", none, true},
		{400, "ExpiredToken", none, false},
		{500, "InternalError", none, false},
		{503, "SlowDown", none, false},
		{503, "", none, false},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if got := r.URL.Query().Get("versionId"); got != tt.version {
				t.Errorf("version %q, want %q", got, tt.version)
			}
			w.WriteHeader(tt.status)
			if tt.code != "" {
				_, _ = io.WriteString(w, "<Error><Code>"+tt.code+"</Code><Message>no</Message></Error>")
			}
		}))
		cfg := offlineConfig()
		at(server.URL)(&cfg)
		_, err := mustNewSource(t, cfg).Open(t.Context(), "pictures", "cat.jpg", tt.version)
		if err == nil || errors.Is(err, blobsight.ErrObjectNotFound) != tt.missing {
			t.Errorf("%d %s, version %q: %v, want missing %v", tt.status, tt.code, tt.version, err, tt.missing)
		}
		if err != nil && !strings.Contains(err.Error(), tt.code) {
			t.Errorf("%v does not say %s", err, tt.code)
		}
		server.Close()
	}
}

func TestNewSourceNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*s3.SourceConfig){
		"AWS.Region is empty":        func(c *s3.SourceConfig) { c.AWS.Region = "" },
		"AWS.Credentials is missing": func(c *s3.SourceConfig) { c.AWS.Credentials = nil },
	} {
		cfg := s3.SourceConfig{AWS: offlineConfig().AWS}
		change(&cfg)
		if _, err := s3.NewSource(cfg); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
