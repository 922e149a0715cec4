package imaging_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"blobsight/internal/imaging"
)

// kind is a file of testdata/formats.json, its upright size, and the RGB bytes
// of its center, at 18 x 18 pixels, that Pillow makes of it.
type kind struct {
	Name          string
	File          []byte
	Width, Height int
	RGB           []byte
}

// kinds gives the files that testdata/formats.py makes.
func kinds(t testing.TB) []kind {
	t.Helper()
	file, err := os.ReadFile("testdata/formats.json")
	if err != nil {
		t.Fatal(err)
	}
	var formats struct{ Cases []kind }
	if err := json.Unmarshal(file, &formats); err != nil {
		t.Fatal(err)
	}
	if len(formats.Cases) == 0 {
		t.Fatal("no cases")
	}
	return formats.Cases
}

// kindOf gives one file by its name.
func kindOf(t testing.TB, name string) kind {
	t.Helper()
	for _, k := range kinds(t) {
		if k.Name == name {
			return k
		}
	}
	t.Fatalf("no file %q", name)
	return kind{}
}

// TestFormats: every kind of file gives the pixels that Pillow reads in it.
// Lossless ones differ by a rounding at most (where transparency or a color
// profile is reckoned with), lossy ones by what decoders may make of chroma.
func TestFormats(t *testing.T) {
	t.Parallel()
	for _, k := range kinds(t) {
		t.Run(k.Name, func(t *testing.T) {
			t.Parallel()
			p, err := read(k.File)
			if err != nil {
				t.Fatal(err)
			}
			if p.Width != k.Width || p.Height != k.Height || p.Orientation != imaging.Upright {
				t.Fatalf("%d x %d, orientation %d, want %d x %d, 1", p.Width, p.Height, p.Orientation, k.Width, k.Height)
			}
			got := levels(plain(18, imaging.FitCenter).Tensor(p))
			want := make([]int, len(k.RGB))
			for i, v := range k.RGB {
				want[i] = int(v)
			}
			worst, mean := difference(t, got, want)
			t.Logf("largest difference %d, mean %.2f", worst, mean)
			allowed, onAverage := 1, 0.6
			for _, lossy := range []string{"jpeg", "webp lossy", "heic"} {
				if strings.Contains(k.Name, lossy) {
					allowed, onAverage = 16, 3
				}
			}
			if worst > allowed || mean > onAverage {
				t.Errorf("largest difference %d, mean %.2f, want at most %d and %.1f", worst, mean, allowed, onAverage)
			}
		})
	}
}
