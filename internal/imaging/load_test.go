package imaging_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/internal/imaging"
)

func TestLoad(t *testing.T) {
	t.Parallel()
	p, err := imaging.Load(iotest.OneByteReader(strings.NewReader("abc")), imaging.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := blobsight.Image{Bytes: 3, SHA256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}
	if diff := cmp.Diff(want, p.Describe()); diff != "" {
		t.Error(diff)
	}
}

// TestLoadIsBounded: as many bytes as the limit are read, one more is refused
// and the rest is left alone.
func TestLoadIsBounded(t *testing.T) {
	t.Parallel()
	limits := imaging.DefaultLimits()
	limits.MaxBytes = 100
	if _, err := imaging.Load(bytes.NewReader(make([]byte, 100)), limits); err != nil {
		t.Fatalf("a file of the limit: %v", err)
	}
	r := bytes.NewReader(append([]byte("GIF89a"), make([]byte, 1000)...))
	p, err := imaging.Load(r, limits)
	wantCode(t, err, blobsight.CodeImageTooLarge)
	if p.Format != "gif" || p.Bytes != 0 || p.SHA256 != "" {
		t.Errorf("got %+v, want the format only", p.Describe())
	}
	if r.Len() != 1006-101 {
		t.Errorf("%d bytes left, want all but 101", r.Len())
	}
}

// TestLoadReadError: a reader that fails is no bad image: it may work next time.
func TestLoadReadError(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset")
	p, err := imaging.Read(io.MultiReader(strings.NewReader("GIF89a"), iotest.ErrReader(broken)), imaging.DefaultLimits())
	if !errors.Is(err, broken) || blobsight.KindOf(err) != blobsight.KindInternal {
		t.Errorf("error %v, want the reader's", err)
	}
	if p == nil {
		t.Error("no picture beside the error")
	}
}
