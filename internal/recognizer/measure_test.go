package recognizer_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/internal/imaging"
	"blobsight/internal/recognizer"
	"blobsight/internal/recognizer/recognizertest"
)

// squares is a gray picture of 320 x 320 with a red square, a green one and a
// white one, as a camera would store it that is held upside down (3), on its
// side (6), or as it should be (1).
func squares(t testing.TB, orientation byte) []byte {
	t.Helper()
	upright := image.NewNRGBA(image.Rect(0, 0, 320, 320))
	draw.Draw(upright, upright.Rect, image.NewUniform(color.Gray{Y: 128}), image.Point{}, draw.Src)
	for at, c := range map[image.Point]color.Color{{X: 80, Y: 0}: color.NRGBA{R: 255, A: 255}, {X: 160, Y: 80}: color.NRGBA{G: 128, A: 255}, {X: 240, Y: 240}: color.White} {
		draw.Draw(upright, image.Rectangle{Min: at, Max: at.Add(image.Pt(80, 80))}, image.NewUniform(c), image.Point{}, draw.Src)
	}
	stored := image.NewNRGBA(upright.Rect)
	for y := range 320 {
		for x := range 320 {
			at := map[byte]image.Point{1: {X: x, Y: y}, 3: {X: 319 - x, Y: 319 - y}, 6: {X: y, Y: 319 - x}}[orientation]
			stored.SetNRGBA(at.X, at.Y, upright.NRGBAAt(x, y))
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, stored, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return recognizertest.WithOrientation(b.Bytes(), orientation)
}

// finder finds a dog on the red square, a car on the green one, and a lemon, of
// which it is less sure, on the white one.
func finder(t *testing.T) *recognizer.Local {
	t.Helper()
	found := yolox(
		cell{x: 1, y: 0, class: 0, width: 8, height: 8, score: 0.9},
		cell{x: 2, y: 1, class: 2, width: 8, height: 8, score: 0.8},
		cell{x: 3, y: 3, class: 1, width: 8, height: 8, score: 0.4},
	)
	c := recognizer.Config{Limits: imaging.DefaultLimits(), Concurrency: 1}
	return local(t, withDetector(t, c, detector(t, imaging.Recipe{Fit: imaging.FitSqueeze}, found)))
}

// mainly are the words, each once and sorted, of the colors that take more of a part than the
// losses at the edges of a JPEG do.
func mainly(colors []blobsight.DominantColor) []string {
	var words []string
	for _, c := range colors {
		if c.PixelPercent > 3 {
			words = append(words, c.SimplifiedColor)
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// regions are the main colors of an answer's parts and, by label, of its
// instances; nil is a part that there is not.
type regions struct {
	front, back []string
	instances   map[string][]string
}

// regionsOf recognizes a picture, regions included.
func regionsOf(t *testing.T, l *recognizer.Local, file []byte, opt blobsight.RecognizeOptions) regions {
	t.Helper()
	opt.Properties, opt.Regions = true, true
	got, err := l.Recognize(t.Context(), picture(file), opt)
	if err != nil {
		t.Fatal(err)
	}
	r := regions{instances: map[string][]string{}}
	if p := got.Image.Properties.Foreground; p != nil {
		r.front = mainly(p.DominantColors)
	}
	if p := got.Image.Properties.Background; p != nil {
		r.back = mainly(p.DominantColors)
	}
	for _, label := range got.Labels {
		for _, i := range label.Instances {
			r.instances[label.Name] = append(r.instances[label.Name], mainly(i.DominantColors)...)
		}
	}
	return r
}

// TestRegions: the foreground is what the labels of the answer have boxes for,
// and each instance has the colors of its own box.
func TestRegions(t *testing.T) {
	t.Parallel()
	l := finder(t)
	file, all := squares(t, 1), blobsight.RecognizeOptions{MaxLabels: 1000}
	full, err := l.Recognize(t.Context(), picture(file), all)
	if err != nil {
		t.Fatal(err)
	}
	dogs := slices.IndexFunc(full.Labels, func(l blobsight.Label) bool { return l.Confidence < 90 }) // the dog and what it is a kind of
	for name, c := range map[string]struct {
		opt  blobsight.RecognizeOptions
		want regions
	}{
		"all": {all, regions{
			[]string{"green", "red", "white"},
			[]string{"gray"},
			map[string][]string{"Dog": {"red"}, "Car": {"green"}, "Lemon": {"white"}},
		}},
		"the sure ones": {blobsight.RecognizeOptions{MaxLabels: 1000, MinConfidence: 50}, regions{
			[]string{"green", "red"},
			[]string{"gray", "white"},
			map[string][]string{"Dog": {"red"}, "Car": {"green"}},
		}},
		"the first labels": {blobsight.RecognizeOptions{MaxLabels: dogs}, regions{
			[]string{"red"},
			[]string{"gray", "green", "white"},
			map[string][]string{"Dog": {"red"}},
		}},
		"none": {blobsight.RecognizeOptions{MaxLabels: 1000, MinConfidence: 95}, regions{
			nil,
			[]string{"gray", "green", "red", "white"},
			map[string][]string{},
		}},
	} {
		if diff := cmp.Diff(c.want, regionsOf(t, l, file, c.opt), cmp.AllowUnexported(regions{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestRegionsOfTurnedPictures: boxes and what is in them lie on the upright picture.
func TestRegionsOfTurnedPictures(t *testing.T) {
	t.Parallel()
	l, opt := finder(t), blobsight.RecognizeOptions{MaxLabels: 1000}
	want := regionsOf(t, l, squares(t, 1), opt)
	for _, orientation := range []byte{3, 6} {
		if diff := cmp.Diff(want, regionsOf(t, l, squares(t, orientation), opt), cmp.AllowUnexported(regions{})); diff != "" {
			t.Errorf("orientation %d: %s", orientation, diff)
		}
	}
}

// TestNothingIsLeft: where a box takes all of the picture there is no background,
// and the foreground is as the whole.
func TestNothingIsLeft(t *testing.T) {
	t.Parallel()
	engine := yolox(cell{x: 2, y: 2, width: 2 * side, height: 2 * side, score: 0.9})
	c := recognizer.Config{Limits: imaging.DefaultLimits(), Concurrency: 1}
	l := local(t, withDetector(t, c, detector(t, imaging.Recipe{Fit: imaging.FitSqueeze}, engine)))
	opt := blobsight.RecognizeOptions{MaxLabels: 1000, Properties: true}
	want, err := l.Recognize(t.Context(), picture(squares(t, 1)), opt)
	if err != nil {
		t.Fatal(err)
	}
	opt.Regions = true
	got, err := l.Recognize(t.Context(), picture(squares(t, 1)), opt)
	if err != nil {
		t.Fatal(err)
	}
	whole := got.Image.Properties
	if diff := cmp.Diff(want.Image.Properties, whole.Foreground); diff != "" || whole.Background != nil {
		t.Errorf("background %+v, foreground: %s", whole.Background, diff)
	}
}
