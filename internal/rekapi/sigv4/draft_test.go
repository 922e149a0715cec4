package sigv4_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

type header struct{ name, value string }

// draft is a request that is signed step by step, as the specification tells, so
// that each part can be something else than a library would make it.
type draft struct {
	method, host, path, query, body string
	headers                         []header // lower-case names; host is not among them
	leave                           []string // names that are not signed

	keyID, secret, day, region, service, term string
}

// plain is a request of botocore's, signed at now.
func plain() *draft {
	return &draft{
		method: "POST", host: "127.0.0.1:8080", path: "/", body: body,
		headers: []header{
			{"content-type", "application/x-amz-json-1.1"},
			{"x-amz-date", now},
			{"x-amz-target", "RekognitionService.DetectLabels"},
		},
		keyID: keyID, secret: secret, day: now[:8], region: "us-east-1", service: "rekognition", term: "aws4_request",
	}
}

// set gives a header another value.
func (d *draft) set(name, value string) {
	d.headers = slices.DeleteFunc(d.headers, func(h header) bool { return h.name == name })
	d.headers = append(d.headers, header{name, value})
}

func (d *draft) get(name string) string {
	for _, h := range d.headers {
		if h.name == name {
			return h.value
		}
	}
	return ""
}

// authorization is the header that signs the draft.
func (d *draft) authorization() string {
	signed := slices.DeleteFunc(append([]header{{"host", d.host}}, d.headers...), func(h header) bool {
		return slices.Contains(d.leave, h.name)
	})
	slices.SortFunc(signed, func(a, b header) int { return strings.Compare(a.name, b.name) })
	var lines strings.Builder
	var names []string
	for _, h := range signed {
		fmt.Fprintf(&lines, "%s:%s\n", h.name, strings.Join(strings.Fields(h.value), " "))
		names = append(names, h.name)
	}
	list := strings.Join(names, ";")
	canonical := strings.Join([]string{d.method, d.path, d.query, lines.String(), list, hexSum(d.body)}, "\n")
	scope := strings.Join([]string{d.day, d.region, d.service, d.term}, "/")
	toSign := strings.Join([]string{"AWS4-HMAC-SHA256", d.get("x-amz-date"), scope, hexSum(canonical)}, "\n")

	key := []byte("AWS4" + d.secret)
	for _, part := range []string{d.day, d.region, d.service, d.term, toSign} {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	return fmt.Sprintf("AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s", d.keyID, scope, list, hex.EncodeToString(key))
}

// request is the signed draft, as a server has it.
func (d *draft) request(t testing.TB) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), d.method, "http://"+d.host+d.path+"?"+d.query, bytes.NewReader([]byte(d.body)))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range d.headers {
		r.Header.Add(h.name, h.value)
	}
	r.Header.Set("Authorization", d.authorization())
	return r
}

// write sends the signed draft with lines of its own, which are not signed.
func (d *draft) write(w io.Writer, between string, lines ...string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\n", d.method, d.path, d.host)
	for _, h := range append(d.headers, header{"AUTHORIZATION", d.authorization()}) {
		fmt.Fprintf(&b, "%s:%s%s%s\r\n", h.name, between, h.value, between)
	}
	for _, line := range lines {
		b.WriteString(line + "\r\n")
	}
	_, err := io.WriteString(w, b.String()+"\r\n")
	return err
}
