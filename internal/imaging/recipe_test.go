package imaging_test

import (
	"image/color"
	"math"
	"strings"
	"testing"

	"blobsight/internal/imaging"
)

// TestRecipeValidate: each wrong field is named, and all of them at once.
func TestRecipeValidate(t *testing.T) {
	t.Parallel()
	good := imaging.Recipe{
		Width: 224, Height: 192, Fit: imaging.FitCenter, Shorter: 256, Filter: imaging.FilterBicubic,
		Channels: imaging.ChannelsBGR, Layout: imaging.LayoutNHWC, Mean: [3]float64{0.5, 0.5, 0.5}, Std: [3]float64{1, 1, 1},
	}
	for _, r := range append(shapes(), good, plain(64, imaging.FitCenter)) {
		if err := r.Validate(); err != nil {
			t.Errorf("%+v: %v", r, err)
		}
	}
	for name, c := range map[string]struct {
		spoil func(r *imaging.Recipe)
		says  string
	}{
		"no width":        {func(r *imaging.Recipe) { r.Width = 0 }, "width 0 must be 1 to 4096"},
		"height":          {func(r *imaging.Recipe) { r.Height = 5000 }, "height 5000 must be 1 to 4096"},
		"no fit":          {func(r *imaging.Recipe) { r.Fit, r.Shorter = "", 0 }, `fit "" must be one of "center", "squeeze", "letterbox"`},
		"filter":          {func(r *imaging.Recipe) { r.Filter = "box" }, `filter "box" must be one of "bilinear", "bicubic", "lanczos"`},
		"anchor":          {func(r *imaging.Recipe) { r.Fit, r.Shorter, r.Anchor = imaging.FitLetterbox, 0, "left" }, `anchor "left" must be one of`},
		"channels":        {func(r *imaging.Recipe) { r.Channels = "RGB" }, `channels "RGB" must be one of "rgb", "bgr"`},
		"layout":          {func(r *imaging.Recipe) { r.Layout = "chw" }, `layout "chw" must be one of "nchw", "nhwc"`},
		"shorter":         {func(r *imaging.Recipe) { r.Shorter = 200 }, "shorter 200 leaves part of the 224 x 192 input empty; make it 224 or more"},
		"shorter, far":    {func(r *imaging.Recipe) { r.Shorter = 1e6 }, "shorter 1000000 must be"},
		"shorter, squeez": {func(r *imaging.Recipe) { r.Fit = imaging.FitSqueeze }, `shorter 256 goes with fit "center" only`},
		"pad":             {func(r *imaging.Recipe) { r.Pad = 114 }, `pad 114 and anchor "" go with fit "letterbox" only`},
		"no deviation":    {func(r *imaging.Recipe) { r.Std[1] = 0 }, "std [1 0 1] must be"},
		"no number":       {func(r *imaging.Recipe) { r.Std[1] = math.NaN() }, "std [1 NaN 1] must be"},
		"endless mean":    {func(r *imaging.Recipe) { r.Mean[2] = math.Inf(1) }, "mean [0.5 0.5 +Inf] must be"},
	} {
		r := good
		c.spoil(&r)
		if err := r.Validate(); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want %q", name, err, c.says)
		}
	}
	err := imaging.Recipe{}.Validate()
	for _, field := range []string{"width", "height", "fit", "std"} {
		if !strings.Contains(err.Error(), "recipe "+field) {
			t.Errorf("error %v does not name %s", err, field)
		}
	}
}

// TestPad: what the picture does not cover has the level Pad, in the model's
// own numbers.
func TestPad(t *testing.T) {
	t.Parallel()
	p := decoded(filled(60, 30, color.White), imaging.Upright)
	recipe := imaging.Recipe{Width: 20, Height: 20, Fit: imaging.FitLetterbox, Pad: 114, Std: [3]float64{0.5, 0.5, 0.5}}
	for anchor, top := range map[imaging.Anchor]int{"": 0, imaging.AnchorTopLeft: 0, imaging.AnchorCenter: 5} {
		recipe.Anchor = anchor
		for i, v := range recipe.Tensor(p) {
			want := 114. / 255 / 0.5
			if y := i % 400 / 20; y >= top && y < top+10 {
				want = 2
			}
			if math.Abs(float64(v)-want) > 1e-6 {
				t.Fatalf("anchor %q: value %d is %v, want %v", anchor, i, v, want)
			}
		}
	}
}
