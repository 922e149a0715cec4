package api_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/api"
)

func finished() *blobsight.Blob {
	at := time.Date(2026, 1, 2, 3, 4, 5, 678_000_000, time.UTC)
	return &blobsight.Blob{
		ID: "019b7c3e-0000-7000-8000-000000000001", State: blobsight.StateRecognized, CallbackURL: "https://example.com/?a&b",
		CreatedAt: at, ExpiresAt: at.Add(30 * time.Minute), UploadedAt: at.Add(time.Second), FinishedAt: at.Add(2 * time.Second),
		Labels:   []blobsight.Label{{Name: "Salt & Pepper", Confidence: 98.25}},
		Image:    &blobsight.Image{Format: "png", Width: 3, Height: 2, Bytes: 9, SHA256: "ab"},
		Model:    &blobsight.Model{Name: "m", Version: "1"},
		Callback: blobsight.Callback{Status: blobsight.CallbackDelivered, Attempts: 1, LastAt: at.Add(3 * time.Second)},
	}
}

// TestCallbackBody: the callback tells what GET tells, byte for byte, but for
// what is known about the callback.
func TestCallbackBody(t *testing.T) {
	t.Parallel()
	body, err := api.CallbackBody(finished())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"blob_id":"019b7c3e-0000-7000-8000-000000000001","status":"recognized",` +
		`"labels":[{"label":"Salt & Pepper","confidence":98.25,"parents":[],"categories":[],"aliases":[],"instances":[]}],` +
		`"image":{"format":"png","width":3,"height":2,"bytes":9,"sha256":"ab"},"model":{"name":"m","version":"1"},` +
		`"created_at":"2026-01-02T03:04:05.678Z","uploaded_at":"2026-01-02T03:04:06.678Z","recognized_at":"2026-01-02T03:04:07.678Z"}`
	if diff := cmp.Diff(want, string(body)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	shown, err := api.Encode(api.FromBlob(finished()))
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.TrimSuffix(want, "}") + `,"callback":{"status":"delivered","attempts":1,"last_attempt_at":"2026-01-02T03:04:08.678Z"}}`; string(shown) != want {
		t.Errorf("GET shows\n%s, want\n%s", shown, want)
	}
}

// TestTimes: each state shows the time at which it was reached.
func TestTimes(t *testing.T) {
	t.Parallel()
	for state, want := range map[blobsight.State]string{
		blobsight.StateAwaitingUpload: "expires_at", blobsight.StateQueued: "", blobsight.StateRecognized: "recognized_at",
		blobsight.StateFailed: "failed_at", blobsight.StateExpired: "expired_at",
	} {
		b := finished()
		b.State, b.Labels = state, nil
		body, err := api.CallbackBody(b)
		if err != nil {
			t.Fatal(err)
		}
		var fields map[string]any
		if err := json.Unmarshal(body, &fields); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"expires_at", "recognized_at", "failed_at", "expired_at"} {
			if _, ok := fields[name]; ok != (name == want) {
				t.Errorf("%s: %s is shown: %t", state, name, ok)
			}
		}
		if labels, ok := fields["labels"].([]any); !ok || len(labels) != 0 {
			t.Errorf("%s: labels are %v, want []", state, fields["labels"])
		}
	}
}

// TestUnread: of a picture that was not read, little is known; and links that want
// no header say nothing of any.
func TestUnread(t *testing.T) {
	t.Parallel()
	b := finished()
	b.Image = &blobsight.Image{Bytes: 9}
	body, err := api.CallbackBody(b)
	if err != nil || !strings.Contains(string(body), `"image":{"bytes":9},`) {
		t.Errorf("%s, %v", body, err)
	}
	for want, headers := range map[string]map[string]string{
		`Z"}`: nil,
		`Z","upload_headers":{"If-None-Match":"*"}}`: {"If-None-Match": "*"},
	} {
		if body, err := api.Encode(api.FromCreated(b, "https://example.com", headers)); err != nil || !strings.HasSuffix(string(body), want) {
			t.Errorf("%s, %v, want %s", body, err, want)
		}
	}
}

// TestFromDeliveries: what is not known is left out.
func TestFromDeliveries(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 2, 3, 4, 5, 678_000_000, time.UTC)
	log := []*blobsight.Delivery{
		{BlobID: "1", Attempt: 2, At: at.Add(5 * time.Second), Took: 12 * time.Millisecond, Outcome: blobsight.OutcomeDelivered, Status: 204},
		{
			BlobID: "1", Attempt: 1, At: at, Took: 15 * time.Second, Outcome: blobsight.OutcomeFailed, Class: blobsight.FailureTimeout,
			Detail: "no answer in 15s", Excerpt: "<&>", NextAt: at.Add(5 * time.Second),
		},
	}
	want := `[{"blob_id":"1","attempt":2,"attempted_at":"2026-01-02T03:04:10.678Z","duration_ms":12,"status":"delivered","http_status":204},` +
		`{"blob_id":"1","attempt":1,"attempted_at":"2026-01-02T03:04:05.678Z","duration_ms":15000,"status":"failed",` +
		`"error":{"class":"timeout","detail":"no answer in 15s"},"excerpt":"<&>","next_attempt_at":"2026-01-02T03:04:10.678Z"}]`
	got, err := api.Encode(api.FromDeliveries(log))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if none, err := api.Encode(api.FromDeliveries(nil)); err != nil || string(none) != "[]" {
		t.Errorf("no attempts are %s, %v", none, err)
	}
}

// TestWords: the contract knows every word of the domain.
func TestWords(t *testing.T) {
	t.Parallel()
	for _, c := range []blobsight.FailureClass{
		blobsight.FailureStatus, blobsight.FailureRedirect, blobsight.FailureGone, blobsight.FailureTimeout, blobsight.FailureConnection,
		blobsight.FailureDNS, blobsight.FailureTLS, blobsight.FailureAddress, blobsight.FailureURL, blobsight.FailureSuspended,
	} {
		if !api.DeliveryErrorClass(c).Valid() {
			t.Errorf("the contract has no class %s", c)
		}
	}
	for _, o := range []blobsight.Outcome{blobsight.OutcomeDelivered, blobsight.OutcomeFailed, blobsight.OutcomeExhausted} {
		if !api.DeliveryStatus(o).Valid() {
			t.Errorf("the contract has no status %s of a delivery", o)
		}
	}
	for _, s := range []blobsight.CallbackStatus{blobsight.CallbackNone, blobsight.CallbackPending, blobsight.CallbackDelivered, blobsight.CallbackExhausted} {
		if !api.CallbackStatus(s).Valid() {
			t.Errorf("the contract has no status %s of a callback", s)
		}
	}
	for _, s := range blobsight.States() {
		if !api.Status(s).Valid() {
			t.Errorf("the contract has no status %s", s)
		}
	}
}
