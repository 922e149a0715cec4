package sigv4_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"blobsight/internal/rekapi/sigv4"
)

// FuzzParse: whatever comes is refused with an error that a client can read, or
// parsed; and without the secret nothing is accepted.
func FuzzParse(f *testing.F) {
	d := plain()
	f.Add(d.authorization(), now, "127.0.0.1:8080", "application/x-amz-json-1.1", "x-amz-target", "RekognitionService.DetectLabels", "/", "", []byte(body))
	f.Add("Bearer x", "", "", "", "", "", "", "X-Amz-Signature=a", []byte{})
	d.headers = []header{{"x-amz-date", now}, {"a", "b  c"}}
	f.Add(d.authorization(), now, "::1", "", "A", "b  c", "//%2F", "a=b&a", []byte(body))
	f.Fuzz(func(t *testing.T, authorization, date, host, contentType, name, value, path, query string, body []byte) {
		r := &http.Request{Method: http.MethodPost, URL: &url.URL{Path: path, RawQuery: query}, Host: host, Header: http.Header{}}
		r.ContentLength = int64(len(body))
		r.Header.Set(name, value)
		r.Header.Set("Authorization", authorization)
		r.Header.Set("X-Amz-Date", date)
		if contentType != "" {
			r.Header.Set("Content-Type", contentType)
		}
		s, err := verifier(t).Parse(r)
		if err == nil {
			if s.AccessKeyID == "" || strings.ContainsAny(s.AccessKeyID, "/ ,=") {
				t.Fatalf("access key id %q", s.AccessKeyID)
			}
			err = s.Check(r, "not the secret of any seed", body)
		}
		var e *sigv4.Error
		if !errors.As(err, &e) || e.Type == "" || e.Message == "" || len(e.Message) > 400 {
			t.Fatalf("got %v", err)
		}
	})
}
