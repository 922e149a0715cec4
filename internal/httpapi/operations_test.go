package httpapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"blobsight/api"
)

func TestSmoke(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} {
		a := s.want(s.do(method, "/?a=1&a=2", "ignored", "X-Secret: whisper"), 200)
		want := `{"message":"Go Serverless v2.0! Your function executed successfully!","input":{"method":"` + method + `","path":"/","query":{"a":["1","2"]}}}`
		if a.body != want {
			t.Errorf("%s answered %s", method, a.body)
		}
	}
}

func TestOperations(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.want(s.do("GET", "/healthz", ""), 200, `{"status":"ok"}`)
	s.want(s.do("GET", "/readyz", ""), 200, `{"status":"ok"}`)
	s.want(s.do("GET", "/openapi.yaml", ""), 200, "openapi: 3.0.3")
	s.want(s.do("GET", "/docs", ""), 200, "<title>Blobsight", "</span> /blobs/{blob_id}", "Ask for a place to upload one picture",
		"<code>upload_url</code>", "The link has been used")
	s.want(s.do("GET", "/metrics", ""), 200, `blobsight_blobs{state="queued"} 0`, `blobsight_queue_depth{kind="recognize",state="waiting"} 0`,
		`blobsight_build_info{version="test"} 1`, `blobsight_callback_attempts_total{outcome="timeout"} 0`)
}

// TestForeignHost: a page elsewhere whose name leads here gets nothing.
func TestForeignHost(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for host, status := range map[string]int{
		"evil.example.com": 403, "evil.example.com:80": 403, "localhost": 200, "LOCALHOST:8080": 200, "127.0.0.1": 200, "[::1]:8080": 200,
	} {
		req, err := http.NewRequest(http.MethodGet, s.URL+"/blobs", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		res, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != status {
			t.Errorf("Host %s: %d, want %d", host, res.StatusCode, status)
		}
	}
}

// TestForeignOrigin: a page of another site cannot use a server that asks for no key.
func TestForeignOrigin(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	send := func(method, path string, header ...string) string {
		t.Helper()
		req, err := http.NewRequest(method, s.URL+path, strings.NewReader(`{"callback_url": null}`))
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(header); i += 2 {
			req.Header.Set(header[i], header[i+1])
		}
		res, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var e api.Error
		if res.StatusCode >= http.StatusBadRequest {
			if err := json.NewDecoder(res.Body).Decode(&e); err != nil {
				t.Error(err)
			}
		}
		return strings.TrimSpace(fmt.Sprint(res.StatusCode, " ", e.Code))
	}
	for name, c := range map[string]struct {
		got, want string
	}{
		"fetch metadata": {send("POST", "/blobs", "Sec-Fetch-Site", "cross-site"), "403 foreign_origin"},
		"same site":      {send("POST", "/deliveries", "Sec-Fetch-Site", "same-site"), "403 foreign_origin"},
		"origin":         {send("POST", "/blobs", "Origin", "https://evil.example"), "403 foreign_origin"},
		"no browser":     {send("POST", "/blobs"), "201"},
		"its own page":   {send("POST", "/blobs", "Sec-Fetch-Site", "same-origin"), "201"},
		"an upload":      {send("PUT", "/uploads/x", "Sec-Fetch-Site", "cross-site"), "403 bad_signature"},
		"reading":        {send("GET", "/blobs", "Sec-Fetch-Site", "cross-site"), "200"},
		"with a key":     {send("POST", "/blobs", "Sec-Fetch-Site", "cross-site", "Authorization", "Bearer "+s.key()), "201"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", name, c.got, c.want)
		}
	}
}

func TestUnknownPath(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.want(s.do("GET", "/nothing/here", ""), 404, `"code":"not_found"`)
	a := s.want(s.do("DELETE", "/labels", ""), 405, `"code":"method_not_allowed"`)
	if a.header.Get("Allow") != "GET, POST" {
		t.Errorf("Allow is %q", a.header.Get("Allow"))
	}
}

func TestAuthentication(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.want(s.do("GET", "/blobs", ""), 200)
	token := s.key()
	for _, target := range []string{"GET /blobs", "POST /blobs", "GET /blobs/x", "DELETE /blobs/x", "POST /labels", "GET /labels", "GET /metrics", "GET /", "POST /", "GET /nothing"} {
		method, path, _ := strings.Cut(target, " ")
		a := s.want(s.do(method, path, ""), 401, `{"error":"A valid API key is required","code":"unauthorized","detail":"send it as`)
		if a.header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: no WWW-Authenticate", target)
		}
		for _, header := range []string{"Authorization: Bearer " + token + "x", "Authorization: Basic " + token, "x-api-key: " + token[:20]} {
			s.want(s.do(method, path, "", header), 401)
		}
		for _, header := range []string{"Authorization: Bearer " + token, "authorization: bearer " + token, "x-api-key: " + token} {
			if a := s.do(method, path, "", header); a.status == 401 {
				t.Errorf("%s with %q: %s", target, header, a.body)
			}
		}
	}
	for _, path := range []string{"/healthz", "/readyz", "/openapi.yaml", "/docs"} {
		s.want(s.do("GET", path, ""), 200)
	}
	s.want(s.do("PUT", "/uploads/x?expires=1&signature=2", ""), 403)
}
