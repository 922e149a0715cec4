package app_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"blobsight"
	"blobsight/internal/app"
)

// besides is a folder beside the repository, without which a test is skipped.
func besides(t *testing.T, folder string) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", folder)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("../shared/%s does not lie beside the repository", folder)
	}
	return dir
}

// open opens real models with the program's own engine.
func open(t *testing.T, model, detector string) *app.Recognizer {
	t.Helper()
	settings := app.DefaultRecognition()
	settings.Models, settings.Engine, settings.Model, settings.Detector = besides(t, "models"), "portable", model, detector
	return opened(t, settings)
}

// opened opens a recognizer for the length of a test.
func opened(t *testing.T, settings app.Recognition) *app.Recognizer {
	t.Helper()
	rec, err := app.OpenRecognizer(settings, app.DataDir{Data: t.TempDir()}, 15_000_000)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := rec.Close(); err != nil {
			t.Error(err)
		}
	})
	return rec
}

func recognize(t *testing.T, rec *app.Recognizer, path string) []blobsight.Label {
	t.Helper()
	file := func(context.Context) (io.ReadCloser, error) { return os.Open(path) }
	got, err := rec.Recognize(t.Context(), blobsight.Picture{Open: file}, blobsight.RecognizeOptions{MinConfidence: 20, MaxLabels: 200})
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return got.Labels
}

// TestRealClassifier: a model of the catalogue names photographs rightly: of
// ten, the class itself in eight at least, and what it is a kind of in nine.
func TestRealClassifier(t *testing.T) {
	t.Parallel()
	dir := besides(t, "images/imagenet")
	rec := open(t, "mobilenetv2-12-int8", "")
	names, parents := map[string]string{}, map[string][]string{}
	for _, c := range rec.Classes {
		names[c.ID] = c.Name
	}
	for _, c := range rec.Vocabulary() {
		parents[c.Name] = c.Parents
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.JPEG"))
	if err != nil {
		t.Fatal(err)
	}
	const every = 10
	classes, kinds, pictures := 0, 0, 0
	for i := 0; i < len(files); i += every {
		id, _, _ := strings.Cut(filepath.Base(files[i]), "_")
		labels := recognize(t, rec, files[i])
		pictures++
		if confidence(labels, names[id]) > 0 {
			classes++
			kinds++
			continue
		}
		for _, p := range parents[names[id]] {
			if confidence(labels, p) > 50 {
				kinds++
				break
			}
		}
	}
	t.Logf("%d photographs: %d classes, %d classes or kinds", pictures, classes, kinds)
	if pictures < 10 || classes < 8 || kinds < 9 {
		t.Errorf("of %d photographs %d classes and %d classes or kinds are right, want 8 and 9 of 10", pictures, classes, kinds)
	}
}

// TestRealDetectors: both detectors find the animals of photographs where
// people marked them.
func TestRealDetectors(t *testing.T) {
	t.Parallel()
	dir := besides(t, "images/coco")
	for _, model := range []string{"yolox_nano_416", "nanodet_m_416"} {
		t.Run(model, func(t *testing.T) {
			t.Parallel()
			rec := open(t, "none", model)
			for picture, name := range map[string]string{"000000000025": "Giraffe", "000000000034": "Zebra"} {
				marked := largestMark(t, filepath.Join(dir, picture+".txt"))
				var best float64
				for _, l := range recognize(t, rec, filepath.Join(dir, picture+".jpg")) {
					for _, i := range l.Instances {
						if l.Name == name {
							best = max(best, overlap(i.Box, marked))
						}
					}
				}
				if best < 0.7 {
					t.Errorf("%s: the best box of a %s overlaps with the marked one by %.2f, want 0.7", picture, name, best)
				}
			}
		})
	}
}

// largestMark reads the boxes that people marked (class, middle and size, in
// ratios) and gives the largest.
func largestMark(t *testing.T, path string) (largest blobsight.Box) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var class int
		var x, y, w, h float64
		if _, err := fmt.Sscan(line, &class, &x, &y, &w, &h); err != nil {
			t.Fatalf("%s: %q: %v", path, line, err)
		}
		if w*h > largest.Width*largest.Height {
			largest = blobsight.Box{Left: x - w/2, Top: y - h/2, Width: w, Height: h}
		}
	}
	return largest
}

// overlap is the share that two boxes have in common of what they cover together.
func overlap(a, b blobsight.Box) float64 {
	w := min(a.Left+a.Width, b.Left+b.Width) - max(a.Left, b.Left)
	h := min(a.Top+a.Height, b.Top+b.Height) - max(a.Top, b.Top)
	if w <= 0 || h <= 0 {
		return 0
	}
	return w * h / (a.Width*a.Height + b.Width*b.Height - w*h)
}
