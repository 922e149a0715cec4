package s3_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"blobsight/internal/bucket/s3"
)

func newKey() string { return uuid.Must(uuid.NewV7()).String() }

// send makes a request of a link and returns status and answer. Headers are
// pairs.
func send(t *testing.T, method string, to *url.URL, body []byte, headers ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, to.String(), bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	answer, _ := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	return resp.StatusCode, string(answer)
}

func halfAnHour() time.Time { return time.Now().Add(30 * time.Minute) }

func TestAnyContentTypeIsTaken(t *testing.T) {
	t.Parallel()
	b := open(t)
	for name, headers := range map[string][]string{
		"none":    nil,
		"jpeg":    {"Content-Type", "image/jpeg"},
		"curl -d": {"Content-Type", "application/x-www-form-urlencoded"},
		"odd":     {"Content-Type", "image/x-nobody-knows; q=\"1, 2\""},
		"curl -T": {"Expect", "100-continue", "User-Agent", "curl/8.5.0", "Accept", "*/*"},
		"browser": {"Content-Type", "image/png", "Origin", "https://app.example.com", "Referer", "https://app.example.com/"},
	} {
		key := newKey()
		if status, answer := send(t, "PUT", link(t, b, key, halfAnHour()), []byte("a picture"), headers...); status != 200 {
			t.Errorf("%s: status %d: %s", name, status, answer)
		} else if got := read(t, b, key); string(got) != "a picture" {
			t.Errorf("%s: the image is %q", name, got)
		}
	}
}

// TestPublicEndpoint: clients know the store by another name than the server.
func TestPublicEndpoint(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *s3.Config) { c.PublicEndpoint = strings.Replace(c.Endpoint, "127.0.0.1", "localhost", 1) })
	key := newKey()
	upload := link(t, b, key, halfAnHour())
	if status, answer := send(t, "PUT", upload, []byte("a picture")); status != 200 {
		t.Fatalf("%s: status %d: %s", upload.Host, status, answer)
	}
	if got := read(t, b, key); string(got) != "a picture" {
		t.Errorf("the image is %q", got)
	}
}

func TestLinksAreRefused(t *testing.T) {
	t.Parallel()
	b, key := open(t), newKey()
	anHourAgo := open(t, func(c *s3.Config) { c.Now = func() time.Time { return time.Now().Add(-time.Hour) } })
	good := link(t, b, key, halfAnHour())
	tampered := func(old, with string) *url.URL {
		u := *good
		u.RawQuery = strings.Replace(u.RawQuery, old, with, 1)
		if u.RawQuery == good.RawQuery {
			t.Fatalf("no %s in %s", old, good)
		}
		return &u
	}
	otherKey := *good
	otherKey.Path = strings.Replace(good.Path, key, newKey(), 1)
	more := func(query string) *url.URL {
		u := *good
		u.RawQuery += query
		return &u
	}
	for name, tt := range map[string]struct {
		method string
		link   *url.URL
	}{
		"rights of the object": {"PUT", more("&acl")},
		"a part of several":    {"PUT", more("&partNumber=1&uploadId=1")},
		"tags":                 {"PUT", more("&tagging")},
		"expired":              {"PUT", link(t, anHourAgo, key, time.Now().Add(-time.Minute))},
		"longer life":          {"PUT", tampered("X-Amz-Expires=1800", "X-Amz-Expires=3600")},
		"altered signature":    {"PUT", tampered("X-Amz-Signature="+good.Query().Get("X-Amz-Signature"), "X-Amz-Signature="+strings.Repeat("0", 64))},
		"another key":          {"PUT", &otherKey},
		"reading":              {"GET", good},
		"reading the head":     {"HEAD", good},
		"deleting":             {"DELETE", good},
		"posting":              {"POST", good},
		"listing the buckets":  {"GET", &url.URL{Scheme: good.Scheme, Host: good.Host, Path: "/", RawQuery: good.RawQuery}},
	} {
		status, answer := send(t, tt.method, tt.link, []byte("forged"))
		if status != 403 && (tt.method != "POST" || status != 405) {
			t.Errorf("%s: status %d, want 403: %s", name, status, answer)
		}
	}
	for _, header := range []string{"X-Amz-Acl", "X-Amz-Copy-Source", "X-Amz-Storage-Class", "X-Amz-Meta-Name", "X-Amz-Website-Redirect-Location"} {
		if status, answer := send(t, "PUT", good, []byte("forged"), header, "public-read"); status != 403 {
			t.Errorf("%s, not signed: status %d, want 403: %s", header, status, answer)
		}
	}
	if _, err := b.Stat(t.Context(), key); err == nil {
		t.Error("an image was stored")
	}
	if status, answer := send(t, "PUT", good, []byte("a picture")); status != 200 {
		t.Errorf("the link itself: status %d: %s", status, answer)
	}
}
