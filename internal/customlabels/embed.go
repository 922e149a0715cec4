package customlabels

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sync/errgroup"

	"blobsight"
)

// Embedder gives what a network makes of a picture before its last layer: as
// many values each time, which depend on the picture alone. The error of a file
// that is no picture is made by [blobsight.BadImage]. Embed is called by many
// goroutines at once.
type Embedder interface {
	Embed(ctx context.Context, image io.Reader) ([]float32, error)
}

// Sample is a picture and its embedding.
type Sample struct {
	Picture
	Embedding []float32
	Sum       [sha256.Size]byte // of the file
}

// Unreadable is a file that is no picture, or not one that can be read.
type Unreadable struct {
	Path, Reason string
}

// UnreadableError lists all files that could not be read.
type UnreadableError struct{ Files []Unreadable }

// Error implements error, with a line for each file.
func (e *UnreadableError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s cannot be read as pictures:", count(len(e.Files), "file"))
	for _, f := range e.Files {
		fmt.Fprintf(&b, "\n  %s: %s", f.Path, f.Reason)
	}
	return b.String()
}

// count says a number of things.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Embed computes the embeddings of all pictures, so many at once. progress is
// told after each picture how many are done, by one goroutine at a time. Beside
// an [UnreadableError] it returns the samples of all files that could be read.
func (d *Dataset) Embed(ctx context.Context, by Embedder, workers int, progress func(done int)) ([]Sample, error) {
	samples := make([]Sample, len(d.Pictures))
	reasons := make([]string, len(d.Pictures))
	done := make(chan int, len(d.Pictures))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(workers, 1) + 1)
	group.Go(func() error {
		for n := range samples {
			select {
			case <-done:
				progress(n + 1)
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for i, p := range d.Pictures {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() (err error) {
			samples[i], err = embed(ctx, p, by)
			if reason := whyUnreadable(err); reason != "" {
				reasons[i], err = reason, nil
			}
			done <- i
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return readable(samples, reasons)
}

// readable keeps what could be read, and says what could not.
func readable(samples []Sample, reasons []string) ([]Sample, error) {
	var kept []Sample
	failed := &UnreadableError{}
	for i, s := range samples {
		if reasons[i] != "" {
			failed.Files = append(failed.Files, Unreadable{s.Path, reasons[i]})
			continue
		}
		kept = append(kept, s)
	}
	if len(failed.Files) > 0 {
		return kept, failed
	}
	return kept, nil
}

// embed reads one picture.
func embed(ctx context.Context, p Picture, by Embedder) (Sample, error) {
	s := Sample{Picture: p}
	info, err := os.Stat(p.Path)
	if err != nil {
		return s, err
	}
	if !info.Mode().IsRegular() { // a pipe would be waited for
		return s, &fs.PathError{Op: "read", Path: p.Path, Err: errors.New("it is no regular file")}
	}
	f, err := os.Open(p.Path)
	if err != nil {
		return s, err
	}
	defer func() { _ = f.Close() }() // it was only read
	h := sha256.New()
	if s.Embedding, err = by.Embed(ctx, io.TeeReader(f, h)); err != nil {
		return s, fmt.Errorf("%s: %w", p.Path, err)
	}
	if _, err := io.Copy(h, f); err != nil {
		return s, err
	}
	h.Sum(s.Sum[:0])
	return s, nil
}

// whyUnreadable is why a file gave no embedding; empty where that is not the
// file's fault.
func whyUnreadable(err error) string {
	var bad *blobsight.Error
	if errors.As(err, &bad) && blobsight.KindOf(err) == blobsight.KindBadImage {
		return bad.Detail
	}
	var file *fs.PathError
	if errors.As(err, &file) {
		return file.Err.Error()
	}
	return ""
}
