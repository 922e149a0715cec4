package client_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"blobsight/client"
	"blobsight/internal/app"
)

func TestSubmit(t *testing.T) {
	t.Parallel()
	c := setup(t, nil).client
	picture := sample(t, "lemon.jpg")
	b := submit(t, c, picture)
	if b.Status != client.Recognized || !slices.Contains(names(b.Labels), "Lemon") {
		t.Errorf("state %s, labels %v", b.Status, names(b.Labels))
	}
	if b.Image == nil || b.Image.Bytes != int64(len(picture)) || b.Model == nil || b.Callback.Status != "none" {
		t.Errorf("image %+v, model %+v, callback %+v", b.Image, b.Model, b.Callback)
	}
	again, err := c.Get(t.Context(), b.BlobID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b, again); diff != "" {
		t.Errorf("Submit and Get differ:\n%s", diff)
	}
}

func TestSubmitWhatIsNoPicture(t *testing.T) {
	t.Parallel()
	c := setup(t, nil).client
	for _, content := range []string{"", "this is no picture"} {
		b := submit(t, c, []byte(content))
		if b.Status != client.Failed || b.Error == nil || b.Error.Code != "invalid_image" {
			t.Errorf("%q: state %s, error %+v", content, b.Status, b.Error)
		}
	}
}

func TestCreateRefusesCallbackURL(t *testing.T) {
	t.Parallel()
	c := setup(t, nil).client
	_, err := c.Create(t.Context(), "ftp://example.com")
	if !errors.Is(err, client.ErrInvalidCallbackURL) || !strings.Contains(err.Error(), `"ftp"`) {
		t.Errorf("got %v", err)
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	c := setup(t, nil).client
	b := submit(t, c, sample(t, "lemon.jpg"))
	if err := c.Delete(t.Context(), b.BlobID); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Get(t.Context(), b.BlobID); !errors.Is(err, client.ErrBlobNotFound) {
		t.Errorf("Get: %v", err)
	}
	if err := c.Delete(t.Context(), b.BlobID); !errors.Is(err, client.ErrBlobNotFound) {
		t.Errorf("Delete: %v", err)
	}
	if _, err := c.Wait(t.Context(), b.BlobID); !errors.Is(err, client.ErrBlobNotFound) {
		t.Errorf("Wait: %v", err)
	}
}

// inProcess answers requests without a network, so that time can be faked.
type inProcess struct{ handler http.HandlerFunc }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	p.handler(w, r)
	return w.Result(), nil
}

// slow is a client of a server on which a blob is in the given states, each
// for so many polls; the last one stays. asked gets the time of each poll.
func slow(t *testing.T, asked *[]time.Time, states map[int]client.Status) *client.Client {
	t.Helper()
	state := client.AwaitingUpload
	h := func(w http.ResponseWriter, _ *http.Request) {
		if next, ok := states[len(*asked)]; ok {
			state = next
		}
		*asked = append(*asked, time.Now())
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(client.Blob{BlobID: "1", Status: state, Labels: []client.Label{}})
	}
	return newClient(t, "http://blobsight.test", client.WithHTTPClient(&http.Client{Transport: inProcess{h}}))
}

func TestWatchYieldsEachState(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var asked []time.Time
		c := slow(t, &asked, map[int]client.Status{3: client.Queued, 20: client.Recognized})
		var seen []client.Status
		for b, err := range c.Watch(t.Context(), "1") {
			if err != nil {
				t.Fatal(err)
			}
			seen = append(seen, b.Status)
		}
		if diff := cmp.Diff([]client.Status{client.AwaitingUpload, client.Queued, client.Recognized}, seen); diff != "" {
			t.Error(diff)
		}
		if len(asked) != 21 {
			t.Errorf("asked %d times, want 21", len(asked))
		}
		first, last := asked[1].Sub(asked[0]), asked[20].Sub(asked[19])
		if first != 50*time.Millisecond || last != time.Second {
			t.Errorf("waited %s at first and %s in the end, want 50ms and 1s", first, last)
		}
	})
}

func TestWatchStopsEarly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var asked []time.Time
		for range slow(t, &asked, nil).Watch(t.Context(), "1") {
			break
		}
		if len(asked) != 1 {
			t.Errorf("asked %d times, want 1", len(asked))
		}
	})
}

func TestWaitEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var asked []time.Time
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if _, err := slow(t, &asked, nil).Wait(ctx, "1"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestList(t *testing.T) {
	t.Parallel()
	c := setup(t, nil).client
	var want []string
	for range 5 {
		b, err := c.Create(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		want = append([]string{b.BlobID}, want...) // newest first
	}
	list := func(opt client.ListOptions) (ids []string) {
		t.Helper()
		for b, err := range c.List(t.Context(), opt) {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, b.BlobID)
		}
		return ids
	}
	for _, size := range []int{0, 1, 2, 5, 1000} {
		if diff := cmp.Diff(want, list(client.ListOptions{PageSize: size})); diff != "" {
			t.Errorf("pages of %d:\n%s", size, diff)
		}
	}
	if got := list(client.ListOptions{Status: client.Recognized}); got != nil {
		t.Errorf("recognized are %v, want none", got)
	}
	for b := range c.List(t.Context(), client.ListOptions{PageSize: 1}) {
		if b.BlobID != want[0] {
			t.Errorf("the first is %s, want %s", b.BlobID, want[0])
		}
		break
	}
	n := 0
	for b, err := range c.List(t.Context(), client.ListOptions{Status: "lost"}) {
		if n++; b != nil || err == nil || n > 1 {
			t.Errorf("blob %v, error %v, number %d; want one error", b, err, n)
		}
	}
	if n != 1 {
		t.Error("a wrong status is no error")
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()
	c := setup(t, nil).client
	picture := sample(t, "school-bus.jpg")
	all, err := c.Label(t.Context(), bytes.NewReader(picture), client.LabelOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(names(all.Labels), "School Bus") || all.Image.Bytes != int64(len(picture)) {
		t.Errorf("labels %v, image %+v", names(all.Labels), all.Image)
	}
	some, err := c.Label(t.Context(), bytes.NewReader(picture), client.LabelOptions{MinConfidence: new(0.0), MaxLabels: new(7)})
	if err != nil {
		t.Fatal(err)
	}
	if len(some.Labels) != 7 {
		t.Errorf("%d labels, want 7", len(some.Labels))
	}
	_, err = c.Label(t.Context(), strings.NewReader("no picture"), client.LabelOptions{})
	if !errors.Is(err, &client.Error{Code: "invalid_image"}) {
		t.Errorf("no picture: %v", err)
	}
	_, err = c.Label(t.Context(), bytes.NewReader(picture), client.LabelOptions{MaxLabels: new(0)})
	if !errors.Is(err, &client.Error{Code: "invalid_request"}) {
		t.Errorf("no labels wanted: %v", err)
	}
	v, err := c.Labels(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(v.Labels, func(c client.Concept) bool { return c.Label == "School Bus" }) || v.Model != all.Model {
		t.Errorf("%d labels of %+v", len(v.Labels), v.Model)
	}
}

// TestLabelFeatures: nil leaves the choice to the server, an empty list asks for
// labels alone.
func TestLabelFeatures(t *testing.T) {
	t.Parallel()
	picture := sample(t, "lemon.jpg")
	for _, setting := range []bool{false, true} {
		c := setup(t, func(cfg *app.Config) {
			if setting {
				cfg.Features = []string{string(client.FeatureProperties)}
			}
		}).client
		for _, q := range []struct {
			features *[]client.Feature
			want     bool
		}{
			{nil, setting},
			{&[]client.Feature{}, false},
			{&[]client.Feature{client.FeatureProperties}, true},
			{&[]client.Feature{client.FeatureProperties, client.FeatureProperties}, true},
		} {
			rec, err := c.Label(t.Context(), bytes.NewReader(picture), client.LabelOptions{Features: q.features})
			if err != nil {
				t.Fatal(err)
			}
			if p := rec.Image.Properties; (p != nil) != q.want {
				t.Errorf("setting %v, features %v: properties %+v, want some: %v", setting, q.features, p, q.want)
			}
		}
		_, err := c.Label(t.Context(), bytes.NewReader(picture), client.LabelOptions{Features: &[]client.Feature{"colors"}})
		if !errors.Is(err, &client.Error{Code: "invalid_request"}) {
			t.Errorf("a feature that there is not: %v", err)
		}
		if b := submit(t, c, picture); (b.Image.Properties != nil) != setting {
			t.Errorf("setting %v: a blob has properties %+v", setting, b.Image.Properties)
		}
	}
}
