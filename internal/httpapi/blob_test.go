package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"blobsight/api"
	"blobsight/internal/app"
)

func TestCreateBlob(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	before := time.Now()
	created := decode[api.CreatedBlob](t, s.want(s.do("POST", "/blobs", `{"callback_url": "https://example.com/hook?a=1&b=2"}`), 201,
		`"callback_url":"https://example.com/hook?a=1&b=2"`, `"status":"awaiting_upload"`))
	if life := created.ExpiresAt.Sub(before); life < 29*time.Minute || life > 31*time.Minute {
		t.Errorf("the link lives for %s", life)
	}
	if len(created.BlobID) != 36 || created.BlobID[14] != '7' {
		t.Errorf("%s is no UUID of version 7", created.BlobID)
	}
	if !strings.HasPrefix(created.UploadURL, s.URL+"/uploads/"+created.BlobID+"?") {
		t.Errorf("upload_url is %s", created.UploadURL)
	}
	s.want(s.do("GET", "/blobs/"+created.BlobID, ""), 200, `"labels":[]`, `"status":"awaiting_upload"`, `"callback":{"status":"pending","attempts":0`)
}

func TestCreateBlobRefused(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for body, why := range map[string]string{
		``:                        "no body",
		`   `:                     "no body",
		`{`:                       "no JSON object",
		`null`:                    "no JSON object",
		`"https://example.com"`:   "no JSON object",
		`["https://example.com"]`: "no JSON object",
		`{"callback_url": "https://example.com"} more`: "no JSON object",
		`{}`:                                         "callback_url is missing",
		`{"url": "https://example.com"}`:             "callback_url is missing",
		`{"callback_url": ""}`:                       "callback_url is empty",
		`{"callback_url": 7}`:                        "callback_url is no string",
		`{"callback_url": {"a": 1}}`:                 "callback_url is no string",
		`{"callback_url": true}`:                     "callback_url is no string",
		`{"callback_url": "/hook"}`:                  "no scheme",
		`{"callback_url": "https:///hook"}`:          "no host",
		`{"callback_url": "ftp://example.com"}`:      "only http and https",
		`{"callback_url": "https://me@example.com"}`: "user name",
		`{"calback_url": "ftp://example.com"}`:       "only http and https",
	} {
		a := s.want(s.do("POST", "/blobs", body), 400, `{"error":"Invalid callback url supplied","code":"invalid_callback_url","detail":"`, why)
		if a.header.Get("Content-Type") != "application/json" {
			t.Errorf("content type is %s", a.header.Get("Content-Type"))
		}
	}
	s.want(s.do("POST", "/blobs", strings.Repeat(" ", 70_000)), 413, `"code":"request_too_large"`)
	s.want(s.do("GET", "/blobs", ""), 200, `"blobs":[]`)
}

func TestListBlobs(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for range 5 {
		s.want(s.do("POST", "/blobs", `{"callback_url": null}`), 201)
	}
	var ids []string
	pages, cursor := 0, ""
	for {
		page := decode[api.BlobList](t, s.want(s.do("GET", "/blobs?limit=2"+cursor, ""), 200))
		pages++
		for _, b := range page.Blobs {
			ids = append(ids, b.BlobID)
		}
		if page.NextCursor == nil {
			break
		}
		cursor = "&cursor=" + *page.NextCursor
	}
	if pages != 3 || len(ids) != 5 {
		t.Errorf("%d blobs on %d pages, want 5 on 3", len(ids), pages)
	}
	for i := 1; i < len(ids); i++ {
		if ids[i] >= ids[i-1] {
			t.Errorf("not newest first: %s before %s", ids[i-1], ids[i])
		}
	}
	s.want(s.do("GET", "/blobs?status=failed", ""), 200, `{"blobs":[],"next_cursor":null}`)
	full := decode[api.BlobList](t, s.want(s.do("GET", "/blobs?limit=1000", ""), 200))
	if len(full.Blobs) != 5 {
		t.Errorf("%d blobs on the largest page", len(full.Blobs))
	}
	for query, why := range map[string]string{
		"limit=0": "limit is 0", "limit=1001": "limit is 1001", "limit=many": "limit has a value of the wrong type",
		"status=done": "status is", "cursor=%25%25": "cursor",
	} {
		s.want(s.do("GET", "/blobs?"+query, ""), 400, `"code":"invalid_request"`, why)
	}
}

func TestUnknownBlob(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, id := range []string{"019b7c3e-0000-7000-8000-000000000001", "nonsense", "%27%20OR%201=1", strings.Repeat("x", 300)} {
		for _, method := range []string{"GET", "DELETE"} {
			if a := s.want(s.do(method, "/blobs/"+id, ""), 404); a.body != `{"error":"Blob not found","code":"blob_not_found"}` {
				t.Errorf("%s %s: %s", method, id, a.body)
			}
		}
	}
}

func TestFlow(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	created := decode[api.CreatedBlob](t, s.want(s.do("POST", "/blobs", `{"callback_url": null}`), 201))
	s.want(s.do("PUT", created.UploadURL, sample(t, "lemon.jpg"), "Content-Type: image/jpeg"), 200, `"status":"queued"`)
	s.want(s.do("PUT", created.UploadURL, "another"), 409, `"code":"already_uploaded"`)
	blob := s.await(created.BlobID)
	if blob.Status != "recognized" || len(blob.Labels) == 0 || blob.Image == nil || *blob.Image.Format != "jpeg" || blob.RecognizedAt == nil {
		t.Errorf("blob is %+v", blob)
	}
	s.want(s.do("DELETE", "/blobs/"+created.BlobID, ""), 204)
	s.want(s.do("GET", "/blobs/"+created.BlobID, ""), 404)
	s.want(s.do("PUT", created.UploadURL, "again"), 404, `"code":"blob_not_found"`)
}

// await polls until a blob is finished.
func (s *server) await(id string) api.Blob {
	s.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; {
		blob := decode[api.Blob](s.t, s.want(s.do("GET", "/blobs/"+id, ""), 200))
		if blob.Status != "queued" && blob.Status != "awaiting_upload" {
			return blob
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("blob stays %s", blob.Status)
		}
		<-time.After(10 * time.Millisecond)
	}
}

func TestUploadRefused(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(c *app.Config) { c.MaxUploadBytes = 1000 })
	created := decode[api.CreatedBlob](t, s.want(s.do("POST", "/blobs", `{"callback_url": null}`), 201))
	link := created.UploadURL
	for name, bad := range map[string]string{
		"no query":        s.URL + "/uploads/" + created.BlobID,
		"no signature":    strings.Split(link, "&signature")[0],
		"longer life":     strings.Replace(link, "expires=1", "expires=2", 1),
		"other signature": link + "A",
		"other blob":      strings.Replace(link, created.BlobID, "019b7c3e-0000-7000-8000-000000000001", 1),
		"more parameters": link + "&x=1",
	} {
		if a := s.want(s.do("PUT", bad, "x"), 403, `"code":"bad_signature"`); t.Failed() {
			t.Fatalf("%s: %+v", name, a)
		}
	}
	s.want(s.do("PUT", link, strings.Repeat("x", 1001)), 413, `"code":"upload_too_large"`, "1000")
	a := s.want(s.do("GET", link, ""), 405, `"code":"method_not_allowed"`, "PUT")
	if a.header.Get("Allow") != "PUT" {
		t.Errorf("Allow is %q", a.header.Get("Allow"))
	}
	s.want(s.do("PUT", link, strings.Repeat("x", 1000)), 200)
	if blob := s.await(created.BlobID); blob.Error == nil || blob.Error.Code != "invalid_image" || blob.FailedAt == nil {
		t.Errorf("blob is %+v", blob)
	}
}

// TestUploadFromBrowser: pages from elsewhere may use the links.
func TestUploadFromBrowser(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.key()
	a := s.want(s.do("OPTIONS", "/uploads/x?expires=1&signature=2", "", "Origin: https://example.com", "Access-Control-Request-Method: PUT"), 204)
	if a.header.Get("Access-Control-Allow-Origin") != "*" || a.header.Get("Access-Control-Allow-Methods") != http.MethodPut {
		t.Errorf("headers are %v", a.header)
	}
	if a := s.do("PUT", "/uploads/x?expires=1&signature=2", "x"); a.header.Get("Access-Control-Allow-Origin") != "*" {
		t.Error("the page cannot read why its upload was refused")
	}
	if a := s.do("GET", "/blobs", ""); a.header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("pages from elsewhere can read the list of blobs")
	}
}
