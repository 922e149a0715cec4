package recognizertest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"blobsight"
)

// defaultColors is how many dominant colors there are at most when no number was
// asked for.
const defaultColors = 10

// testProperties: the picture is measured when that is asked for, its regions
// when they are asked for as well, and neither changes the labels or what else
// was measured.
func testProperties(t *testing.T, r blobsight.Recognizer) {
	file := encode(t, "jpeg", scene(200, 150, 1))
	plain := recognize(t, r, file, everything())
	whole := measured(t, r, file, blobsight.RecognizeOptions{Properties: true})
	for _, most := range []int{0, 1, 3, 100} {
		got := measured(t, r, file, blobsight.RecognizeOptions{Properties: true, Regions: true, MaxColors: most})
		if diff := cmp.Diff(plain.Labels, got.Labels, cmpopts.IgnoreFields(blobsight.Instance{}, "DominantColors")); diff != "" {
			t.Errorf("at most %d colors: measuring changes the labels: %s", most, diff)
		}
		if diff := cmp.Diff(whole.Image.Properties, got.Image.Properties, cmpopts.IgnoreFields(blobsight.Properties{}, "DominantColors", "Foreground", "Background")); diff != "" {
			t.Errorf("at most %d colors: measuring regions changes the whole: %s", most, diff)
		}
	}
	for name, opt := range map[string]blobsight.RecognizeOptions{
		"nothing":      {},
		"only regions": {Regions: true},
		"only colors":  {MaxColors: 3},
	} {
		if diff := cmp.Diff(plain, measured(t, r, file, opt)); diff != "" {
			t.Errorf("%s asked for: %s", name, diff)
		}
	}
}

// measured recognizes a picture, all labels, and checks what was measured.
func measured(t *testing.T, r blobsight.Recognizer, file []byte, opt blobsight.RecognizeOptions) *blobsight.Recognition {
	t.Helper()
	all := everything()
	opt.MinConfidence, opt.MaxLabels = all.MinConfidence, all.MaxLabels
	got := recognize(t, r, file, opt)
	regions := opt.Properties && opt.Regions
	instances := 0
	for _, l := range got.Labels {
		for _, i := range l.Instances {
			instances++
			if !regions && i.DominantColors != nil {
				t.Errorf("%s: an instance has colors that were not asked for", l.Name)
			}
			checkColors(t, "an instance of "+l.Name, i.DominantColors, opt)
		}
	}
	p := got.Image.Properties
	switch {
	case (p != nil) != opt.Properties:
		t.Fatalf("%+v asked for: properties %+v", opt, p)
	case p == nil:
		return got
	case !regions && (p.Foreground != nil || p.Background != nil):
		t.Errorf("%+v asked for: foreground %+v, background %+v", opt, p.Foreground, p.Background)
	case regions && instances == 0 && p.Foreground != nil:
		t.Errorf("a foreground without an instance: %+v", p.Foreground)
	case regions && instances > 0 && p.Foreground == nil:
		t.Error("there are instances and no foreground")
	case regions && p.Foreground == nil && p.Background == nil:
		t.Error("neither foreground nor background")
	}
	checkProperties(t, "the whole", p, opt)
	for name, part := range map[string]*blobsight.Properties{"foreground": p.Foreground, "background": p.Background} {
		if part == nil {
			continue
		}
		checkProperties(t, name, part, opt)
		if part.Foreground != nil || part.Background != nil {
			t.Errorf("the %s has parts itself", name)
		}
	}
	return got
}

// checkProperties: all numbers are percentages.
func checkProperties(t *testing.T, what string, p *blobsight.Properties, opt blobsight.RecognizeOptions) {
	t.Helper()
	for name, v := range map[string]float64{"sharpness": p.Sharpness, "brightness": p.Brightness, "contrast": p.Contrast} {
		if !isPercentage(v) {
			t.Errorf("%s has a %s of %v", what, name, v)
		}
	}
	checkColors(t, what, p.DominantColors, opt)
}

// checkColors: there are no more than were asked for, the most frequent is the
// first, each has its names, and together they are no more than the picture.
func checkColors(t *testing.T, what string, colors []blobsight.DominantColor, opt blobsight.RecognizeOptions) {
	t.Helper()
	most := opt.MaxColors
	if most == 0 {
		most = defaultColors
	}
	if len(colors) > most {
		t.Errorf("%s has %d colors, want %d at most", what, len(colors), most)
	}
	const rounding = 0.01 // of a color
	sum := 0.0
	for i, c := range colors {
		sum += c.PixelPercent - rounding
		if !isPercentage(c.PixelPercent) || sum > 100 || i > 0 && c.PixelPercent > colors[i-1].PixelPercent {
			t.Errorf("%s: color %d has %v %%: %+v", what, i, c.PixelPercent, colors)
		}
		if c.CSSColor == "" || c.SimplifiedColor == "" {
			t.Errorf("%s: color %d has no name: %+v", what, i, c)
		}
	}
}

// isPercentage is false where v is no number.
func isPercentage(v float64) bool { return v >= 0 && v <= 100 }
