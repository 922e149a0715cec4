package sigv4_test

import (
	"testing"

	"blobsight/internal/rekapi/sigv4"
)

// TestVectors: requests whose signatures Amazon published in the test suite of
// Signature Version 4, all by one key.
func TestVectors(t *testing.T) {
	t.Parallel()
	v := &sigv4.Verifier{Service: "service", Region: "us-east-1", Now: at(t, now)}
	const vectorSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
	for _, c := range []struct {
		name, method, path, query, body string
		headers                         []header
		list, sum                       string
	}{
		{
			name: "post-vanilla", method: "POST", path: "/",
			list: "host;x-amz-date", sum: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
		},
		{
			name: "get-vanilla", method: "GET", path: "/",
			list: "host;x-amz-date", sum: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
		},
		{
			name: "get-header-value-trim", method: "GET", path: "/",
			headers: []header{{"my-header1", " value1"}, {"my-header2", ` "a   b   c"`}},
			list:    "host;my-header1;my-header2;x-amz-date", sum: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
		},
		{
			name: "get-vanilla-query-order-key-case", method: "GET", path: "/", query: "Param2=value2&Param1=value1",
			list: "host;x-amz-date", sum: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
		},
		{
			name: "post-x-www-form-urlencoded", method: "POST", path: "/", body: "Param1=value1",
			headers: []header{{"content-type", "application/x-www-form-urlencoded"}},
			list:    "content-type;host;x-amz-date", sum: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
		},
	} {
		d := &draft{method: c.method, host: "example.amazonaws.com", path: c.path, query: c.query, body: c.body, headers: c.headers}
		d.set("x-amz-date", now)
		r := d.request(t)
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "+
			"SignedHeaders="+c.list+", Signature="+c.sum)
		if err := verify(v, r, vectorSecret, c.body); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
