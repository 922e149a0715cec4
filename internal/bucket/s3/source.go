package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"blobsight"
)

// SourceConfig says which store to read. AWS (with a region and credentials) is
// required. Endpoint and PathStyle are those of [Config].
type SourceConfig struct {
	AWS       aws.Config
	Endpoint  string
	PathStyle bool
}

// Source reads objects of any bucket of a store, with or without a version. Its
// credentials want s3:GetObject on what is to be read, and s3:GetObjectVersion for
// versions. Its methods may be called by many goroutines at once.
type Source struct {
	client *s3.Client
	bucket *regexp.Regexp
}

// NewSource makes a Source. It makes no request.
func NewSource(cfg SourceConfig) (*Source, error) {
	if err := checkAWS(cfg.AWS); err != nil {
		return nil, err
	}
	return &Source{
		client: newClient(cfg.AWS, cfg.Endpoint, cfg.PathStyle),
		// Buckets may also be named by an ARN, which leads elsewhere than the endpoint.
		bucket: regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z._-]{0,254}$`),
	}, nil
}

// Open reads the object of that name in a bucket as it comes from the store; an
// empty version is the latest. What is not there, or may not be read, is
// [blobsight.ErrObjectNotFound]; a name that the store, or something on the way,
// might tidy up into another one is not there. A connection that breaks shows as
// an error of Read, and the end of ctx too. The caller closes the reader.
func (s *Source) Open(ctx context.Context, bucket, name, version string) (io.ReadCloser, error) {
	// Directory buckets want sessions, which other stores do not know.
	if !s.bucket.MatchString(bucket) || strings.HasSuffix(bucket, "--x-s3") || !readable(name) {
		return nil, blobsight.ErrObjectNotFound.With("bucket %.80q cannot have an object %.200q", bucket, name)
	}
	in := &s3.GetObjectInput{Bucket: &bucket, Key: &name}
	if version != "" {
		in.VersionId = &version
	}
	out, err := s.client.GetObject(ctx, in)
	switch code := codeOf(err); {
	case err == nil:
		return out.Body, nil
	case unreadable(code), code == "InvalidArgument" && version != "": // a version that none can have
		missing := blobsight.ErrObjectNotFound.With("the store says %s of object %.200q of bucket %q", code, name, bucket)
		missing.Err = err
		return nil, missing
	default:
		return nil, fmt.Errorf("read object %.200q of bucket %s: %w%s", name, bucket, err, hint(err, "s3:GetObject on it"))
	}
}

// readable says whether an object may have that name.
func readable(name string) bool {
	dots := func(part string) bool { return part == "." || part == ".." }
	return name != "" && len(name) <= maxName && utf8.ValidString(name) && !strings.ContainsRune(name, 0) &&
		!slices.ContainsFunc(strings.Split(name, "/"), dots)
}

// codeOf is the code of an error that the store answered, empty for any other.
func codeOf(err error) string {
	var coded smithy.APIError
	if !errors.As(err, &coded) {
		return ""
	}
	return coded.ErrorCode()
}

// unreadable says whether an answer is about what was asked for, and not about the
// store or the credentials. One without a body has the code of its status.
func unreadable(code string) bool {
	return slices.Contains([]string{
		"NoSuchKey", "NoSuchBucket", "NoSuchVersion", "NotFound",
		"AccessDenied", "AllAccessDisabled", "Forbidden",
		"InvalidBucketName", "KeyTooLongError", "InvalidURI",
		"MethodNotAllowed",   // a version that marks a deletion
		"InvalidObjectState", // put away in an archive
		// A bucket of another region.
		"PermanentRedirect", "MovedPermanently", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException",
	}, code)
}
