package sigv4_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	signer "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"blobsight/internal/rekapi/sigv4"
)

const (
	keyID  = "bsk_abcdefgh"
	secret = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	body   = `{"Image":{"Bytes":"AAAA"},"MaxLabels":10}`
	now    = "20150830T123600Z"
)

// at gives the clock that stands still at a time written as X-Amz-Date is.
func at(t testing.TB, date string) func() time.Time {
	t.Helper()
	parsed, err := time.Parse("20060102T150405Z", date)
	if err != nil {
		t.Fatal(err)
	}
	return func() time.Time { return parsed }
}

func verifier(t testing.TB) *sigv4.Verifier {
	return &sigv4.Verifier{Service: "rekognition", Region: "us-east-1", Now: at(t, now)}
}

// request is what clients send, before it is signed.
func request(t testing.TB, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1:8080/", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	r.Header.Set("X-Amz-Target", "RekognitionService.DetectLabels")
	return r
}

// sdkSigned signs r as Amazon's SDK for Go does.
func sdkSigned(t testing.TB, r *http.Request, secret, body string) *http.Request {
	t.Helper()
	sum := sha256.Sum256([]byte(body))
	credentials := aws.Credentials{AccessKeyID: keyID, SecretAccessKey: secret}
	err := signer.NewSigner().SignHTTP(t.Context(), credentials, r, hex.EncodeToString(sum[:]), "rekognition", "us-east-1", at(t, now)())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// verify takes both steps.
func verify(v *sigv4.Verifier, r *http.Request, secret, body string) error {
	s, err := v.Parse(r)
	if err != nil {
		return err
	}
	return s.Check(r, secret, []byte(body))
}

// refused checks type and beginning of a refusal.
func refused(t testing.TB, err error, kind, message string) {
	t.Helper()
	var e *sigv4.Error
	if !errors.As(err, &e) || e.Type != kind || !strings.HasPrefix(e.Message, message) {
		t.Errorf("got  %v\nwant %s: %s", err, kind, message)
	}
}

const mismatch = "The request signature we calculated does not match the signature you provided. " +
	"Check your AWS Secret Access Key and signing method. Consult the service documentation for details."

func TestSDK(t *testing.T) {
	t.Parallel()
	r := sdkSigned(t, request(t, body), secret, body)
	before := r.Header.Clone()
	s, err := verifier(t).Parse(r)
	if err != nil || s.AccessKeyID != keyID {
		t.Fatalf("got %+v, %v", s, err)
	}
	if err := s.Check(r, secret, []byte(body)); err != nil {
		t.Error(err)
	}
	if len(before) != len(r.Header) || r.Header.Get("Authorization") != before.Get("Authorization") {
		t.Errorf("the request has changed: %v, was %v", r.Header, before)
	}
	refused(t, s.Check(r, "another", []byte(body)), sigv4.TypeInvalid, mismatch)
	refused(t, s.Check(r, "", []byte(body)), sigv4.TypeUnrecognizedClient, sigv4.ErrUnknownKey.Message)
	refused(t, s.Check(r, secret, nil), sigv4.TypeInvalid, mismatch)
}

// TestParseLeavesBody: the first step reads no body.
func TestParseLeavesBody(t *testing.T) {
	t.Parallel()
	r := sdkSigned(t, request(t, body), secret, body)
	r.Body = nil // reading would panic
	if _, err := verifier(t).Parse(r); err != nil {
		t.Error(err)
	}
}

// TestClients: what is signed differs from one client to another.
func TestClients(t *testing.T) {
	t.Parallel()
	for name, extra := range map[string][]string{
		"Python": nil,
		"JavaScript": {
			"amz-sdk-invocation-id", "3f0c1d5e-0000-4000-8000-000000000000", "amz-sdk-request", "attempt=1; max=3",
			"content-length", "41", "x-amz-user-agent", "aws-sdk-js/3.0.0",
		},
		"Java":           {"amz-sdk-retry", "0/0/500", "content-length", "41", "user-agent", "aws-sdk-java/1.12 Linux/6  OpenJDK"},
		"sum in headers": {"x-amz-content-sha256", hexSum(body)},
	} {
		d := plain()
		for i := 0; i < len(extra); i += 2 {
			d.headers = append(d.headers, header{extra[i], extra[i+1]})
		}
		if err := verify(verifier(t), d.request(t), secret, body); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestHeadersOfNoConcern: what proxies add is not signed.
func TestHeadersOfNoConcern(t *testing.T) {
	t.Parallel()
	r := plain().request(t)
	for _, name := range []string{"User-Agent", "Accept-Encoding", "X-Forwarded-For", "X-Amzn-Trace-Id", "Amz-Sdk-Request"} {
		r.Header.Add(name, "one")
		r.Header.Add(name, "two")
	}
	if err := verify(verifier(t), r, secret, body); err != nil {
		t.Error(err)
	}
}

// TestAltered: a signature holds for the request that it was made for.
func TestAltered(t *testing.T) {
	t.Parallel()
	for name, alter := range map[string]func(*http.Request){
		"method":       func(r *http.Request) { r.Method = http.MethodPut },
		"path":         func(r *http.Request) { r.URL.Path = "/blobs" },
		"escaped path": func(r *http.Request) { r.URL.Path, r.URL.RawPath = "//", "/%2F" },
		"query":        func(r *http.Request) { r.URL.RawQuery = "a=b" },
		"host":         func(r *http.Request) { r.Host = "127.0.0.1:8081" },
		"target":       func(r *http.Request) { r.Header.Set("X-Amz-Target", "RekognitionService.DetectFaces") },
		"content type": func(r *http.Request) { r.Header.Set("Content-Type", "application/x-amz-json-1.0") },
		"date":         func(r *http.Request) { r.Header.Set("X-Amz-Date", "20150830T123601Z") },
		"length":       func(r *http.Request) { r.ContentLength++ },
		"any signed":   func(r *http.Request) { r.Header.Set("Amz-Sdk-Request", "attempt=2; max=3") },
		"one more":     func(r *http.Request) { r.Header.Add("Amz-Sdk-Request", "attempt=2; max=3") },
		"signature": func(r *http.Request) {
			a := r.Header.Get("Authorization")
			r.Header.Set("Authorization", a[:len(a)-64]+strings.Repeat("0", 64))
		},
	} {
		r := request(t, body)
		r.Header.Set("Amz-Sdk-Request", "attempt=1; max=3")
		sdkSigned(t, r, secret, body)
		if err := verify(verifier(t), r, secret, body); err != nil {
			t.Fatalf("%s: %v before", name, err)
		}
		alter(r)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refused(t, verify(verifier(t), r, secret, body), sigv4.TypeInvalid, mismatch)
		})
	}
}

func hexSum(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
