package s3_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"blobsight/internal/bucket/s3"
)

var noon = time.Date(2026, 11, 27, 12, 0, 0, 250e6, time.UTC)

// offlineConfig leads to Amazon's, at noon.
func offlineConfig() s3.Config {
	return s3.Config{
		AWS:    aws.Config{Region: "eu-central-1", Credentials: credentials.NewStaticCredentialsProvider("id", "secret", "token")},
		Bucket: "pictures",
		Now:    func() time.Time { return noon },
	}
}

// offline is a Bucket that can make links.
func offline(t *testing.T, changes ...func(*s3.Config)) *s3.Bucket {
	t.Helper()
	cfg := offlineConfig()
	for _, change := range changes {
		change(&cfg)
	}
	return mustNew(t, cfg)
}

func link(t *testing.T, b *s3.Bucket, key string, expires time.Time) *url.URL {
	t.Helper()
	text, err := b.UploadURL(t.Context(), key, expires)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestLinkLife(t *testing.T) {
	t.Parallel()
	b := offline(t)
	for life, want := range map[time.Duration]string{
		time.Millisecond:                "1",
		time.Minute - noonsFraction:     "60",
		time.Minute:                     "61", // of 12:00:00, when the signature says it was made
		30*time.Minute - time.Second:    "1800",
		30 * time.Minute:                "1800",
		24 * time.Hour:                  "1800",
		30*time.Minute - 90*time.Second: "1711",
	} {
		q := link(t, b, "key", noon.Add(life)).Query()
		if got := q.Get("X-Amz-Expires"); got != want || q.Get("X-Amz-Date") != "20261127T120000Z" {
			t.Errorf("%v: %s seconds from %s, want %s from noon", life, got, q.Get("X-Amz-Date"), want)
		}
	}
	for _, over := range []time.Time{noon.Add(-time.Second), noon.Truncate(time.Second), {}} {
		if link, err := b.UploadURL(t.Context(), "key", over); err == nil {
			t.Errorf("link that is over at %v: %s", over, link)
		}
	}
}

const noonsFraction = 250 * time.Millisecond

// TestLinkSignsNothingThatClientsMust guards against what the SDK adds by
// default: a checksum of an empty body, a type of the content.
func TestLinkSignsNothingThatClientsMust(t *testing.T) {
	t.Parallel()
	for headers, changes := range map[string][]func(*s3.Config){
		"host":               nil,
		"host;if-none-match": {conditional},
	} {
		q := link(t, offline(t, changes...), "key", noon.Add(time.Hour)).Query()
		if got := q.Get("X-Amz-SignedHeaders"); got != headers {
			t.Errorf("signed headers are %s, want %s", got, headers)
		}
		for name := range q {
			switch name {
			case "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Security-Token", "X-Amz-Signature", "X-Amz-SignedHeaders", "x-id":
			default:
				t.Errorf("the link has %s=%s", name, q.Get(name))
			}
		}
	}
}

func TestLinkLeadsTo(t *testing.T) {
	t.Parallel()
	store := func(c *s3.Config) { c.Endpoint, c.PathStyle = "http://store:7070", true }
	for want, changes := range map[string][]func(*s3.Config){
		"https://pictures.s3.eu-central-1.amazonaws.com/key?":        nil,
		"https://pictures.s3.eu-central-1.amazonaws.com/images/key?": {func(c *s3.Config) { c.Prefix = "images/" }},
		"https://s3.eu-central-1.amazonaws.com/pictures/key?":        {func(c *s3.Config) { c.PathStyle = true }},
		"http://store:7070/pictures/key?":                            {store},
		"https://pictures.example.com/base/pictures/key?":            {store, func(c *s3.Config) { c.PublicEndpoint = "https://pictures.example.com/base" }},
	} {
		if got := link(t, offline(t, changes...), "key", noon.Add(time.Hour)).String(); !strings.HasPrefix(got, want) {
			t.Errorf("link is %s, want %s", got, want)
		}
	}
}

func TestUploadHeaders(t *testing.T) {
	t.Parallel()
	if got := offline(t).UploadHeaders(); len(got) != 0 {
		t.Errorf("plain links want %v", got)
	}
	if got := offline(t, conditional).UploadHeaders(); len(got) != 1 || got["If-None-Match"] != "*" {
		t.Errorf("conditional links want %v", got)
	}
}
