package sigv4_test

import (
	"net/http"
	"strings"
	"testing"

	"blobsight/internal/rekapi/sigv4"
)

// refusal is one way to be refused: the draft is signed as change left it, then
// alter works on the request.
type refusal struct {
	name          string
	change        func(*draft)
	alter         func(*http.Request)
	kind, message string
}

func (c refusal) run(t *testing.T) {
	t.Helper()
	d := plain()
	if c.change != nil {
		c.change(d)
	}
	r := d.request(t)
	if c.alter != nil {
		c.alter(r)
	}
	r.Body = nil // nobody reads it
	_, err := verifier(t).Parse(r)
	refused(t, err, c.kind, c.message)
}

// authorization replaces a part of the Authorization header.
func authorization(old, replacement string) func(*http.Request) {
	return func(r *http.Request) {
		a := r.Header.Get("Authorization")
		if !strings.Contains(a, old) {
			panic(old + " is not in " + a)
		}
		r.Header.Set("Authorization", strings.Replace(a, old, replacement, 1))
	}
}

func drop(name string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Del(name) }
}

func again(name string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Add(name, r.Header.Get(name)) }
}

func only(authorization string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", authorization) }
}

const needs = "Authorization header requires "

func TestMissing(t *testing.T) {
	t.Parallel()
	for _, c := range []refusal{
		{"none", nil, drop("Authorization"), sigv4.TypeMissingToken, "Missing Authentication Token"},
		{"empty", nil, only(""), sigv4.TypeMissingToken, "Missing Authentication Token"},
		{"presigned", nil, func(r *http.Request) {
			r.Header.Del("Authorization")
			r.URL.RawQuery = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=" + strings.Repeat("a", 64)
		}, sigv4.TypeMissingToken, "Missing Authentication Token: presigned URLs are not supported"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t)
		})
	}
}

func TestIncomplete(t *testing.T) {
	t.Parallel()
	credential := keyID + "/20150830/us-east-1/rekognition/aws4_request"
	sum := strings.Repeat("a", 64)
	all := needs + "'Credential' parameter. " + needs + "'Signature' parameter. " + needs + "'SignedHeaders' parameter."
	for _, c := range []refusal{
		{"bearer", nil, only("Bearer bsk_x"), "", "Unsupported AWS 'algorithm' in the Authorization header: use 'AWS4-HMAC-SHA256'."},
		{"the key alone", nil, only("bsk_x"), "", "Unsupported AWS 'algorithm'"},
		{"another sum", nil, authorization("SHA256", "SHA512"), "", "Unsupported AWS 'algorithm'"},
		{"elliptic curves", nil, authorization("AWS4-HMAC", "AWS4-ECDSA-P256"), "", "Unsupported AWS 'algorithm'"},
		{"algorithm alone", nil, only("AWS4-HMAC-SHA256"), "", all},
		{"no values", nil, only("AWS4-HMAC-SHA256 Credential=, SignedHeaders=, Signature="), "", all},
		{"no credential", nil, authorization("Credential="+credential+", ", ""), "", needs + "'Credential' parameter."},
		{"no names", nil, authorization(" SignedHeaders=content-type;host;x-amz-date;x-amz-target,", ""), "", needs + "'SignedHeaders' parameter."},
		{"no signature", nil, only("AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=host"), "", needs + "'Signature' parameter."},
		{"no equals sign", nil, only("AWS4-HMAC-SHA256 Credential"), "", needs + "'Credential' parameter once"},
		{"twice", nil, authorization("SignedHeaders=", "Credential="+credential+", SignedHeaders="), "", needs + "'Credential' parameter once"},
		{"unknown part", nil, authorization("SignedHeaders", "Expires=1, SignedHeaders"), "", "The Authorization header has a part that"},
		{"comma at the end", nil, authorization(", Signature", ",, Signature"), "", "The Authorization header has a part that"},
		{"two headers", nil, again("Authorization"), "", "The request has 2 Authorization headers"},
		{"too long", nil, authorization("Credential=", "Credential="+strings.Repeat("x", 4096)), "", "The Authorization header has more than 4096 bytes."},

		{"upper-case signature", nil, func(r *http.Request) {
			a := r.Header.Get("Authorization")
			r.Header.Set("Authorization", a[:len(a)-64]+strings.ToUpper(sum))
		}, "", "The 'Signature' in the Authorization header is not 64 lower-case hex digits."},
		{"short signature", nil, only("AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=host, Signature=" + sum[1:]), "", "The 'Signature' in"},
		{"long signature", nil, only("AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=host, Signature=" + sum + "a"), "", "The 'Signature' in"},
		{"no hex", nil, only("AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=host, Signature=" + sum[1:] + "g"), "", "The 'Signature' in"},

		{"unsorted names", nil, authorization("content-type;host", "host;content-type"), "", "'SignedHeaders' in the Authorization header is not sorted, or names a header twice: 'content-type'."},
		{"a name twice", nil, authorization(";host", ";host;host"), "", "'SignedHeaders' in the Authorization header is not sorted, or names a header twice: 'host'."},
		{"upper-case name", nil, authorization(";host", ";Host"), "", "'SignedHeaders' in the Authorization header has a name that is not lower-case, or none: 'Host'."},
		{"empty name", nil, authorization(";host", ";;host"), "", "'SignedHeaders' in the Authorization header has a name that is not lower-case"},

		{"four elements", func(d *draft) { d.keyID = "" }, authorization("=/", "="), "", "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 4."},
		{"a slash in the id", func(d *draft) { d.keyID = "a/b" }, nil, "", "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 6."},
		{"empty id", func(d *draft) { d.keyID = "" }, nil, "", "The access key id in 'Credential' is not"},
		{"long id", func(d *draft) { d.keyID = strings.Repeat("a", 129) }, nil, "", "The access key id in 'Credential' is not"},
		{"odd id", func(d *draft) { d.keyID = "Signature=x" }, nil, "", "The access key id in 'Credential' is not"},

		{"no date", nil, drop("X-Amz-Date"), "", needs + "existence of one 'X-Amz-Date' header."},
		{"date of HTTP", func(d *draft) { d.headers[1].name = "date" }, nil, "", needs + "existence of one 'X-Amz-Date' header."},
		{"two dates", nil, again("X-Amz-Date"), "", needs + "existence of one 'X-Amz-Date' header."},
		{"odd date", func(d *draft) { d.set("x-amz-date", "2015-08-30T12:36:00Z") }, nil, "", "Date must be in ISO-8601 'basic format'. Got '2015-08-30T12:36:00Z'"},
		{"date with a fraction", func(d *draft) { d.set("x-amz-date", "20150830T123600.5Z") }, nil, "", "Date must be in ISO-8601 'basic format'."},
	} {
		c.kind = sigv4.TypeIncomplete
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t)
		})
	}
}

func TestInvalid(t *testing.T) {
	t.Parallel()
	for _, c := range []refusal{
		{"another day", func(d *draft) { d.day = "20150829" }, nil, "", "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20150829' != '20150830', from '20150830T123600Z'."},
		{"region", func(d *draft) { d.region = "eu-west-1" }, nil, "", "Credential should be scoped to a valid region, not 'eu-west-1'. It is 'us-east-1' here; --rekognition-region sets another."},
		{"no region", func(d *draft) { d.region = "" }, nil, "", "Credential should be scoped to a valid region, not ''."},
		{"service", func(d *draft) { d.service = "s3" }, nil, "", "Credential should be scoped to correct service: 'rekognition'."},
		{"terminator", func(d *draft) { d.term = "aws5_request" }, nil, "", "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'."},

		{"host", func(d *draft) { d.leave = []string{"host"} }, nil, "", "'host' must be a 'SignedHeader' in the AWS Authorization."},
		{"content type", func(d *draft) { d.leave = []string{"content-type"} }, nil, "", "'content-type' must be a 'SignedHeader' in the AWS Authorization."},
		{"date", func(d *draft) { d.leave = []string{"x-amz-date"} }, nil, "", "'x-amz-date' must be a 'SignedHeader' in the AWS Authorization."},
		{"target", func(d *draft) { d.leave = []string{"x-amz-target"} }, nil, "", "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization."},
		{"any of Amazon's", nil, func(r *http.Request) { r.Header.Set("X-Amz-Anything", "1") }, "", "'x-amz-anything' must be a 'SignedHeader' in the AWS Authorization."},
		{"two targets", nil, again("X-Amz-Target"), "", "'x-amz-target' is in the request 2 times: send it once."},
		{"not in the request", nil, drop("X-Amz-Target"), "", "'x-amz-target' is one of the 'SignedHeaders' in the AWS Authorization, but not in the request."},
		{"no host", nil, func(r *http.Request) { r.Host = "" }, "", "'host' is one of the 'SignedHeaders' in the AWS Authorization, but not in the request."},
		{"length of chunks", func(d *draft) { d.set("content-length", "41") }, func(r *http.Request) { r.ContentLength = -1 }, "", "'content-length' is one of the 'SignedHeaders'"},
		{"itself", func(d *draft) { d.set("authorization", "x") }, nil, "", "'authorization' is one of the 'SignedHeaders'"},

		{"unsigned body", func(d *draft) { d.set("x-amz-content-sha256", "UNSIGNED-PAYLOAD") }, nil, "", "The 'x-amz-content-sha256' header must be the SHA-256 of the body, not 'UNSIGNED-PAYLOAD'."},
		{"query", nil, func(r *http.Request) { r.URL.RawQuery = "a;b" }, "", "The query string cannot be parsed"},
	} {
		c.kind = sigv4.TypeInvalid
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t)
		})
	}
}

func TestSessionToken(t *testing.T) {
	t.Parallel()
	refusal{
		change: func(d *draft) { d.set("x-amz-security-token", "x") },
		kind:   sigv4.TypeUnrecognizedClient, message: "The security token included in the request is invalid.",
	}.run(t)
}

// TestAnotherSum: the sum in the headers is signed, and is not that of the body.
func TestAnotherSum(t *testing.T) {
	t.Parallel()
	d := plain()
	d.set("x-amz-content-sha256", hexSum("another body"))
	refused(t, verify(verifier(t), d.request(t), secret, body), sigv4.TypeInvalid,
		"The provided 'x-amz-content-sha256' header does not match what was computed.")
}

// TestSkew: clocks may differ by a quarter of an hour.
func TestSkew(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ clock, message string }{
		{"20150830T125100Z", ""},
		{"20150830T125101Z", "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T125101Z - 15 min.)"},
		{"20160830T123600Z", "Signature expired: 20150830T123600Z is now earlier than 20160830T122100Z (20160830T123600Z - 15 min.)"},
		{"20150830T122100Z", ""},
		{"20150830T122059Z", "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T122059Z + 15 min.)"},
	} {
		v := verifier(t)
		v.Now = at(t, c.clock)
		err := verify(v, plain().request(t), secret, body)
		if c.message != "" {
			refused(t, err, sigv4.TypeInvalid, c.message)
		} else if err != nil {
			t.Errorf("at %s: %v", c.clock, err)
		}
	}
}
