package httpapi_test

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/api"
)

const hook = "https://example.com/hook"

// attempt makes the next attempt of a blob's callback, as its job would.
func (f *flow) attempt(id string, r blobsight.Receipt) {
	f.t.Helper()
	b, err := f.store.Get(f.t.Context(), id)
	if err != nil {
		f.t.Fatal(err)
	}
	if early := b.Callback.NextAt.Sub(f.clock()); early > 0 {
		f.pass(early)
	}
	f.receipts <- r
	_ = f.service.Notify(f.t.Context(), blobsight.Job{Kind: blobsight.JobNotify, BlobID: id, Replay: b.Callback.Replays}) // it says when the next one is due
	if len(f.receipts) > 0 {
		f.t.Fatal("no attempt was made")
	}
}

func refused() blobsight.Receipt {
	return blobsight.Receipt{Status: 503, Class: blobsight.FailureStatus, Detail: "answered 503 Service Unavailable", Excerpt: "down <for> a while"}
}

func taken() blobsight.Receipt { return blobsight.Receipt{Status: 204} }

func TestDeliveriesOfBlob(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.finished(hook).BlobID
	path := "/blobs/" + id + "/deliveries"
	if a := f.want(f.do("GET", path, ""), 200); a.body != `{"deliveries":[]}` {
		t.Errorf("before the first attempt: %s", a.body)
	}
	f.want(f.do("GET", "/blobs/"+id, ""), 200, `"callback":{"status":"pending","attempts":0,"next_attempt_at":"2026-05-06T07:08:09Z"}`)

	f.attempt(id, refused())
	f.want(f.do("GET", path, ""), 200, `{"deliveries":[{"blob_id":"`+id+`","attempt":1,"attempted_at":"2026-05-06T07:08:09Z","duration_ms":0,`+
		`"status":"failed","http_status":503,"error":{"class":"status","detail":"answered 503 Service Unavailable"},`+
		`"excerpt":"down <for> a while","next_attempt_at":"2026-05-06T07:09:`)
	f.want(f.do("GET", "/blobs/"+id, ""), 200, `"callback":{"status":"pending","attempts":1,"last_error":"answered 503 Service Unavailable",`+
		`"last_attempt_at":"2026-05-06T07:08:09Z","next_attempt_at":"2026-05-06T07:09:`)

	f.attempt(id, blobsight.Receipt{Class: blobsight.FailureDNS, Detail: "no such host"})
	list := decode[api.BlobDeliveries](t, f.want(f.do("GET", path, ""), 200))
	if len(list.Deliveries) != 2 {
		t.Fatalf("%d attempts", len(list.Deliveries))
	}
	newest := list.Deliveries[0]
	if newest.Attempt != 2 || newest.Status != api.DeliveryExhausted || newest.HTTPStatus != nil || newest.Error.Class != api.ClassDNS || newest.NextAttemptAt != nil {
		t.Errorf("the newest attempt is %+v", newest)
	}
	f.want(f.do("GET", "/blobs/none/deliveries", ""), 404, `"code":"blob_not_found"`)
}

func TestReplayCallback(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.finished(hook).BlobID
	path := "/blobs/" + id + "/deliveries"
	for range 2 {
		f.attempt(id, refused())
	}
	f.want(f.do("GET", "/blobs/"+id, ""), 200, `"callback":{"status":"exhausted","attempts":2,"last_error"`)
	f.want(f.do("POST", path, ""), 202, `"blob_id":"`+id, `"callback":{"status":"pending","attempts":2,"last_error"`, `"next_attempt_at"`)
	f.attempt(id, taken())
	f.want(f.do("GET", path, ""), 200, `{"deliveries":[{"blob_id":"`+id+`","attempt":3,`, `"status":"delivered","http_status":204}`)

	f.want(f.do("POST", "/blobs/none/deliveries", ""), 404, `"code":"blob_not_found"`)
	f.want(f.do("POST", "/blobs/"+f.finished("").BlobID+"/deliveries", ""), 409, `"code":"no_callback"`, "without a callback_url")
	f.want(f.do("POST", "/blobs/"+f.created(hook).BlobID+"/deliveries", ""), 409, `"code":"no_callback"`, "it is awaiting_upload")
}

// told makes some blobs, one a minute, whose callbacks end so.
func (f *flow) told(receipts ...blobsight.Receipt) (ids []string) {
	f.t.Helper()
	for _, r := range receipts {
		f.pass(time.Minute)
		id := f.finished(hook).BlobID
		f.attempt(id, r)
		ids = append(ids, id)
	}
	return ids
}

func gone() blobsight.Receipt {
	return blobsight.Receipt{Status: 410, Class: blobsight.FailureGone, Detail: "answered 410 Gone"}
}

func TestListDeliveries(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	f.finished(hook) // never attempted
	ids := f.told(taken(), gone(), refused(), taken(), gone())
	for query, want := range map[string][]int{
		"":                           {4, 3, 2, 1, 0},
		"status=delivered":           {3, 0},
		"status=exhausted":           {4, 1},
		"status=pending":             {2},
		"since=2026-05-06T07:11:09Z": {4, 3, 2},
		"until=2026-05-06T07:11:09Z": {1, 0},
		"since=2026-05-06T08:10:09%2B01:00&until=2026-05-06T07:11:09.001Z": {2, 1},
		"since=2026-05-06T07:11:09Z&status=exhausted":                      {4},
		"since=2027-05-06T07:11:09Z":                                       nil,
	} {
		for _, limit := range []string{"", "limit=2&", "limit=1000&"} {
			if diff := cmp.Diff(pick(ids, want), f.pages(limit+query)); diff != "" {
				t.Errorf("%s%s:\n%s", limit, query, diff)
			}
		}
	}
}

func pick(ids []string, which []int) (out []string) {
	for _, i := range which {
		out = append(out, ids[i])
	}
	return out
}

// pages walks over a list.
func (f *flow) pages(query string) (ids []string) {
	f.t.Helper()
	for cursor := ""; ; {
		page := decode[api.DeliveryList](f.t, f.want(f.do("GET", "/deliveries?"+query+cursor, ""), 200, `{"deliveries":[`))
		for _, d := range page.Deliveries {
			ids = append(ids, d.BlobID)
		}
		if page.NextCursor == nil {
			return ids
		}
		cursor = "&cursor=" + url.QueryEscape(*page.NextCursor)
	}
}

func TestListDeliveriesRefused(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	encoded := func(text string) string { return "cursor=" + base64.RawURLEncoding.EncodeToString([]byte(text)) }
	for query, why := range map[string]string{
		"status=none": "status is", "status=failed": "[pending delivered exhausted]", "since=yesterday": `since is \"yesterday\"`,
		"until=2026-05-06T07:11:09+01:00": "%2B", "until=": "until is", "limit=0": "limit is 0", "limit=1001": "limit is 1001",
		"cursor=": "cursor", "cursor=%25": "cursor", encoded("019b7c3e-0000-7000-8000-000000000001"): "next_cursor",
		encoded("x 019b7c3e-0000-7000-8000-000000000001"): "next_cursor", encoded("1 "): "next_cursor", encoded("1 2 3"): "next_cursor",
	} {
		if f.want(f.do("GET", "/deliveries?"+query, ""), 400, `"code":"invalid_request"`, why); t.Failed() {
			t.Fatal(query)
		}
	}
	f.want(f.do("GET", "/blobs?"+encoded("1 019b7c3e-0000-7000-8000-000000000001"), ""), 400, `"code":"invalid_request"`, "next_cursor")
}

func TestReplayCallbacks(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	ids := f.told(gone(), taken(), gone(), refused())
	now := f.clock().Format(time.RFC3339)
	a := f.want(f.do("POST", "/deliveries", `{"since": "2026-05-06T07:11:09Z", "until": "2999-01-01T00:00:00Z"}`), 202)
	if want := `{"replayed":1,"more":false,"until":"` + now + `"}`; a.body != want {
		t.Errorf("answer is %s, want %s", a.body, want)
	}
	if diff := cmp.Diff(pick(ids, []int{3, 2}), f.pages("status=pending")); diff != "" {
		t.Errorf("pending are\n%s", diff)
	}
	f.attempt(ids[2], gone()) // after the end of the span
	again := fmt.Sprintf(`{"status": "exhausted", "since": "2026-05-06T07:11:09Z", "until": %q}`, now)
	f.pass(time.Minute)
	f.want(f.do("POST", "/deliveries", again), 202, `{"replayed":0,"more":false,`)
	f.want(f.do("POST", "/deliveries", `{"since": "2026-05-06T07:00:00Z", "until": null, "status": "delivered"}`), 202, `{"replayed":1,"more":false,`)
}

func TestReplayCallbacksRefused(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	for body, why := range map[string]string{
		``:                                  "no body",
		`{`:                                 "no JSON object",
		`null`:                              "no JSON object",
		`[]`:                                "no JSON object",
		`{}`:                                "since is missing",
		`{"since": null}`:                   "since is null",
		`{"since": "yesterday"}`:            `since is \"yesterday\"`,
		`{"since": 7}`:                      "since is 7",
		`{"since": "2027-01-01T00:00:00Z"}`: "not before until",
		`{"since": "2026-01-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}`: "not before until",
		`{"since": "2026-01-01T00:00:00Z", "until": "soon"}`:                 "until is",
		`{"since": "2026-01-01T00:00:00Z", "to": "soon"}`:                    `no field \"to\"`,
		`{"since": "2026-01-01T00:00:00Z", "status": "pending"}`:             "[exhausted delivered]",
		`{"since": "2026-01-01T00:00:00Z", "status": 1}`:                     "status is 1",
	} {
		f.want(f.do("POST", "/deliveries", body), 400, `"code":"invalid_request"`, why)
	}
	f.want(f.do("POST", "/deliveries", fmt.Sprintf("%70000s", "")), 413, `"code":"request_too_large"`)
}
