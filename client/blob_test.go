package client_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight/client"
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
