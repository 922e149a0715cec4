package recognizer_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"blobsight"
	"blobsight/internal/detection"
	"blobsight/internal/imaging"
	"blobsight/internal/recognizer"
	"blobsight/internal/recognizer/recognizertest"
	"blobsight/internal/taxonomy"
)

// side is that of the input of the detectors in these tests: one grid of 4 x 4
// cells of 8 pixels.
const side = 32

// cell is a detection of the made-up detector, in the terms of YOLOX: the cell
// of the grid in which the middle of the box lies, its size in pixels, its class.
type cell struct {
	x, y, class   int
	width, height float64
	score         float32
}

// yolox is an engine that finds the same in every picture, of three classes.
func yolox(cells ...cell) engineFunc {
	return func(context.Context, []float32) ([][]float32, error) {
		const values = 5 + 3
		out := make([]float32, 16*values)
		for _, c := range cells {
			row := out[(c.y*4+c.x)*values:]
			row[0], row[1] = 0.5, 0.5 // the middle of the cell
			row[2], row[3] = float32(math.Log(c.width/8)), float32(math.Log(c.height/8))
			row[4], row[5+c.class] = 1, c.score
		}
		return [][]float32{out}, nil
	}
}

// detector is one that finds the cells; its classes are Dog, Lemon and Car.
func detector(t testing.TB, recipe imaging.Recipe, engine recognizer.Engine) *recognizer.Detector {
	t.Helper()
	decoder, err := detection.New(detection.Config{
		Head: detection.HeadYOLOX, Width: side, Height: side, Classes: 3, Strides: []int{8},
		MinScore: 0.25, MaxOverlap: 0.45, MaxObjects: 100,
	})
	if err != nil {
		t.Fatal(err)
	}
	recipe.Width, recipe.Height, recipe.Std = side, side, [3]float64{1, 1, 1}
	return &recognizer.Detector{Engine: engine, Recipe: recipe, Decoder: decoder}
}

// withDetector adds a detector to a configuration, or replaces its classifier.
func withDetector(t testing.TB, c recognizer.Config, d *recognizer.Detector) recognizer.Config {
	t.Helper()
	tree, err := taxonomy.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	concepts := taxonomy.Config{Tree: tree, Detector: []string{"Dog", "Lemon", "Car"}}
	if c.Classifier != nil {
		concepts.Classifier = taxonomy.Names(classes(t))
	}
	c.Detector = d
	if c.Taxonomy, err = taxonomy.New(concepts); err != nil {
		t.Fatal(err)
	}
	return c
}

// rectangle is a plain JPEG with an orientation.
func rectangle(t *testing.T, w, h int, orientation byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	return recognizertest.WithOrientation(b.Bytes(), orientation)
}

// TestBoxes: a box in the middle of what the detector was shown, in pixels of
// its input, comes back as ratios of the upright picture, however the picture
// was fitted and turned. Where it reaches over the edge it is cut there.
func TestBoxes(t *testing.T) {
	t.Parallel()
	// The picture is 64 x 32: a letterbox shows it as 32 x 16, the center cuts a quarter off on each side.
	for name, test := range map[string]struct {
		recipe imaging.Recipe
		cell   cell
		want   blobsight.Box
	}{
		"letterbox": {
			imaging.Recipe{Fit: imaging.FitLetterbox},
			cell{x: 2, y: 0, width: 8, height: 8, score: 0.9},
			blobsight.Box{Left: 0.5, Top: 0, Width: 0.25, Height: 0.5},
		},
		"letterbox, centered": {
			imaging.Recipe{Fit: imaging.FitLetterbox, Anchor: imaging.AnchorCenter},
			cell{x: 2, y: 1, width: 8, height: 8, score: 0.9},
			blobsight.Box{Left: 0.5, Top: 0, Width: 0.25, Height: 0.5},
		},
		"squeezed": {
			imaging.Recipe{Fit: imaging.FitSqueeze},
			cell{x: 2, y: 1, width: 8, height: 16, score: 0.9},
			blobsight.Box{Left: 0.5, Top: 0.125, Width: 0.25, Height: 0.5},
		},
		"center": {
			imaging.Recipe{Fit: imaging.FitCenter},
			cell{x: 0, y: 0, width: 8, height: 8, score: 0.9},
			blobsight.Box{Left: 0.25, Top: 0, Width: 0.125, Height: 0.25},
		},
		"over the edge": {
			imaging.Recipe{Fit: imaging.FitLetterbox},
			cell{x: 3, y: 1, width: 16, height: 16, score: 0.9},
			blobsight.Box{Left: 0.625, Top: 0.25, Width: 0.375, Height: 0.75},
		},
	} {
		for orientation := range byte(8) {
			w, h := 64, 32
			if orientation >= 4 {
				w, h = h, w // upright it is 64 x 32
			}
			c := withDetector(t, recognizer.Config{Limits: imaging.DefaultLimits(), Concurrency: 1}, detector(t, test.recipe, yolox(test.cell)))
			got, err := local(t, c).Recognize(t.Context(), picture(rectangle(t, w, h, orientation+1)), blobsight.RecognizeOptions{MaxLabels: 10})
			if err != nil {
				t.Fatal(err)
			}
			want := []blobsight.Instance{{Box: test.want, Confidence: 90}}
			if diff := cmp.Diff(want, instances(got.Labels, "Dog"), cmpopts.EquateApprox(0, 1e-6)); diff != "" {
				t.Errorf("%s, orientation %d: %s", name, orientation+1, diff)
			}
		}
	}
}

// instances are those of the label of a name.
func instances(labels []blobsight.Label, name string) []blobsight.Instance {
	for _, l := range labels {
		if l.Name == name {
			return l.Instances
		}
	}
	return nil
}

// TestOnPadding: what is found where there is no picture is not there.
func TestOnPadding(t *testing.T) {
	t.Parallel()
	engine := yolox(cell{x: 1, y: 3, width: 8, height: 8, score: 0.9})
	c := withDetector(t, recognizer.Config{Limits: imaging.DefaultLimits(), Concurrency: 1}, detector(t, imaging.Recipe{Fit: imaging.FitLetterbox}, engine))
	got, err := local(t, c).Recognize(t.Context(), picture(rectangle(t, 64, 32, 1)), blobsight.RecognizeOptions{MaxLabels: 10})
	if err != nil || len(got.Labels) != 0 {
		t.Errorf("labels %v, error %v, want none", got, err)
	}
}

// TestTogether: what both models say is said once, with the higher confidence,
// and with the boxes.
func TestTogether(t *testing.T) {
	t.Parallel()
	found := yolox(cell{x: 0, y: 0, class: 1, width: 8, height: 8, score: 0.3}, cell{x: 2, y: 2, class: 1, width: 8, height: 8, score: 0.8})
	c := withDetector(t, config(t), detector(t, imaging.Recipe{Fit: imaging.FitSqueeze}, found))
	for classifier, want := range map[float64]float64{0.6: 80, 0.9: 90} {
		c.Classifier.Engine = sure(t, "Lemon", classifier, c.Classifier.Temperature)
		got, err := local(t, c).Recognize(t.Context(), picture(rectangle(t, 64, 64, 1)), blobsight.RecognizeOptions{MinConfidence: 20, MaxLabels: 100})
		if err != nil {
			t.Fatal(err)
		}
		confidence := map[string]float64{}
		for _, l := range got.Labels {
			if _, twice := confidence[l.Name]; twice {
				t.Errorf("%s is said twice", l.Name)
			}
			confidence[l.Name] = l.Confidence
		}
		if math.Abs(confidence["Lemon"]-want) > 0.01 || confidence["Food"] < confidence["Lemon"] {
			t.Errorf("Lemon %v, Food %v, want %v and as much at least", confidence["Lemon"], confidence["Food"], want)
		}
		if boxes := instances(got.Labels, "Lemon"); len(boxes) != 2 || math.Abs(boxes[0].Confidence-80) > 0.01 || math.Abs(boxes[1].Confidence-30) > 0.01 {
			t.Errorf("boxes %+v, want two, with 80 and 30", boxes)
		}
	}
}

// sure is a classifier that gives one class a probability, and all others the rest in equal parts.
func sure(t *testing.T, name string, probability, temperature float64) engineFunc {
	t.Helper()
	logits := make([]float32, len(classes(t)))
	for i, c := range classes(t) {
		if c.Name == name {
			logits[i] = float32(temperature * math.Log(probability/(1-probability)*float64(len(logits)-1)))
		}
	}
	return func(context.Context, []float32) ([][]float32, error) { return [][]float32{logits}, nil }
}

// TestBrokenDetector: as with a broken classifier, it is not the picture's fault.
func TestBrokenDetector(t *testing.T) {
	t.Parallel()
	for name, engine := range map[string]engineFunc{
		"error":       func(context.Context, []float32) ([][]float32, error) { return nil, errors.New("out of order") },
		"nothing":     func(context.Context, []float32) ([][]float32, error) { return nil, nil },
		"wrong count": func(context.Context, []float32) ([][]float32, error) { return [][]float32{make([]float32, 7)}, nil },
		"no numbers":  yolox(cell{width: 8, height: 8, score: float32(math.NaN())}),
	} {
		c := withDetector(t, config(t), detector(t, imaging.Recipe{Fit: imaging.FitSqueeze}, engine))
		got, err := local(t, c).Recognize(t.Context(), picture(gray(t)), blobsight.RecognizeOptions{MaxLabels: 10})
		if err == nil || blobsight.KindOf(err) != blobsight.KindInternal || got != nil {
			t.Errorf("%s: %v, error %v, want an internal error only", name, got, err)
		}
	}
}

// TestConformanceWithDetector: a classifier and a detector together keep the
// promises of a recognizer.
func TestConformanceWithDetector(t *testing.T) {
	t.Parallel()
	found := yolox(cell{x: 1, y: 1, width: 16, height: 8, score: 0.7}, cell{x: 2, y: 3, class: 2, width: 8, height: 8, score: 0.4})
	l := local(t, withDetector(t, config(t), detector(t, imaging.Recipe{Fit: imaging.FitLetterbox}, found)))
	recognizertest.Run(t, func(*testing.T) blobsight.Recognizer { return l })
}
