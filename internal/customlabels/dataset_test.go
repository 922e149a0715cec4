package customlabels_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/internal/customlabels"
)

// folder makes files, whose content is their name; a name that ends with a slash
// is an empty folder.
func folder(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if strings.HasSuffix(name, "/") {
			err = os.MkdirAll(path, 0o755)
		} else {
			err = os.WriteFile(path, []byte(name), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// several names files of a folder.
func several(folder string, n int) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("%s/%d.jpg", folder, i))
	}
	return all
}

func TestScan(t *testing.T) {
	t.Parallel()
	files := append(several("Dog", 5), several("Ada's Cat", 6)...)
	files = append(append(files, several("_other", 5)...), "Dog/.hidden", ".git/config", "notes.txt")
	dir := folder(t, files...)
	elsewhere := folder(t, "more.jpg")
	for from, to := range map[string]string{"Dog/5.jpg": filepath.Join(elsewhere, "more.jpg"), "Dog/broken.jpg": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(dir, from)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := customlabels.Scan(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Ada's Cat", "Dog"}, got.Labels); diff != "" {
		t.Error(diff)
	}
	count := map[int]int{}
	for _, p := range got.Pictures {
		count[p.Label]++
	}
	if diff := cmp.Diff(map[int]int{0: 6, 1: 7, customlabels.NoLabel: 5}, count); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{filepath.Join(dir, "notes.txt")}, got.Beside); diff != "" {
		t.Error(diff)
	}
}

func TestScanSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	two := append(several("A", 5), several("B", 5)...)
	tests := []struct {
		name  string
		files []string
		want  []string
	}{
		{"no folders", []string{"1.jpg"}, []string{"there are no folders; at least two folders"}},
		{"one label", append(several("A", 5), several("_other", 5)...), []string{`there is one label, "A"`}},
		{"too few of two", append(several("A", 4), several("B", 5)...), []string{`label "A" has too few pictures, 4; put 5 or more`}},
		{"empty", append(several("A", 5), "B/"), []string{`label "B" has too few pictures, 0`}},
		{"too few others", append(several("_other", 1), two...), []string{`label "_other" has too few pictures, 1`}},
		{"nested", append(several("B/deep", 5), two...), []string{`the folder "deep" is inside the folder of a label`, "move its pictures up"}},
		{"two names", append(append(several("_x", 5), several("C ", 5)...), two...), []string{"begin with _ are kept", `"C " begins or ends with a space`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := customlabels.Scan(folder(t, tt.files...))
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%v\ndoes not say %q", err, want)
				}
			}
			if tt.name == "nested" && strings.Contains(err.Error(), "too few") {
				t.Errorf("pictures are counted that could not be: %v", err)
			}
		})
	}
	if _, err := customlabels.Scan(filepath.Join(t.TempDir(), "absent")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// length embeds a file as its length and first letter; what begins with "x" is
// no picture.
type length struct{ broken error }

func (l length) Embed(_ context.Context, image io.Reader) ([]float32, error) {
	data, err := io.ReadAll(image)
	if err != nil || l.broken != nil {
		return nil, errors.Join(err, l.broken)
	}
	if bytes.HasPrefix(data, []byte("x")) {
		return nil, fmt.Errorf("embed: %w", blobsight.BadImage(blobsight.CodeInvalidImage, "it is no picture"))
	}
	return []float32{float32(len(data)), float32(data[0])}, nil
}

func TestEmbed(t *testing.T) {
	t.Parallel()
	dir := folder(t, append(append(several("a", 5), several("b", 6)...), several("x", 5)...)...)
	if err := os.Symlink("nowhere", filepath.Join(dir, "a", "broken.jpg")); err != nil {
		t.Fatal(err)
	}
	data, err := customlabels.Scan(dir)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	samples, err := data.Embed(t.Context(), length{}, 3, func(done int) {
		if seen++; done != seen {
			t.Errorf("progress says %d after %d", done, seen)
		}
	})
	var unreadable *customlabels.UnreadableError
	if !errors.As(err, &unreadable) || len(unreadable.Files) != 6 || len(samples) != 11 || seen != 17 {
		t.Fatalf("%d samples, %d seen, error %v", len(samples), seen, err)
	}
	for _, want := range []string{"6 files cannot be read as pictures:", filepath.Join("a", "broken.jpg") + ": no such file", filepath.Join("x", "4.jpg") + ": it is no picture"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\ndoes not say %q", err, want)
		}
	}
	for i, s := range samples {
		if s.Embedding[1] != float32("ab"[s.Label]) || i > 0 && s.Sum == samples[i-1].Sum {
			t.Errorf("sample %d: %+v", i, s)
		}
	}
}

// TestEmbedStops: an engine that is broken, or an interruption, is not the
// pictures' fault.
func TestEmbedStops(t *testing.T) {
	t.Parallel()
	data, err := customlabels.Scan(folder(t, append(several("a", 5), several("b", 6)...)...))
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("out of order")
	if _, err := data.Embed(t.Context(), length{broken}, 2, func(int) {}); !errors.Is(err, broken) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = data.Embed(ctx, length{}, 2, func(int) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
