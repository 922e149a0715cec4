package models

import (
	"fmt"
	"math"

	"go.yaml.in/yaml/v3"
)

// Input is how a model is shown a picture, and under which name. The words are
// those of internal/imaging.
type Input struct {
	Name     string  `yaml:"name"`     // default: the only input of the file
	Width    int     `yaml:"width"`    // pixels
	Height   int     `yaml:"height"`   // pixels; default: as wide
	Layout   string  `yaml:"layout"`   // nchw (default) or nhwc
	Channels string  `yaml:"channels"` // rgb (default) or bgr
	Fit      string  `yaml:"fit"`      // center (default of classifiers), squeeze or letterbox (default of detectors)
	Shorter  int     `yaml:"shorter"`  // fit center: the shorter side is scaled to this many pixels; default: just as needed
	Filter   string  `yaml:"filter"`   // bilinear (default), bicubic or lanczos
	Pad      uint8   `yaml:"pad"`      // fit letterbox: level of what the picture does not cover, 0 (default) to 255
	Anchor   string  `yaml:"anchor"`   // fit letterbox: top-left (default) or center
	Range    float64 `yaml:"range"`    // mean and std are of values from 0 to this: 1 (default) or 255
	Mean     Triple  `yaml:"mean"`     // in the order of channels; default 0
	Std      Triple  `yaml:"std"`      // in the order of channels; default 1
}

// MeanStd is what each channel is reduced and then divided by, for values from
// 0 to 1, whatever Range is.
func (in Input) MeanStd() (mean, std [3]float64) {
	for i := range mean {
		mean[i], std[i] = in.Mean[i]/in.Range, in.Std[i]/in.Range
	}
	return mean, std
}

func (in *Input) complete(task Task) {
	if in.Height == 0 {
		in.Height = in.Width
	}
	if in.Fit == "" {
		in.Fit = "center"
		if task == TaskDetection {
			in.Fit = "letterbox"
		}
	}
	orElse(&in.Layout, "nchw")
	orElse(&in.Channels, "rgb")
	orElse(&in.Filter, "bilinear")
	if in.Fit == "letterbox" {
		orElse(&in.Anchor, "top-left")
	}
	if in.Range == 0 {
		in.Range = 1
	}
	if in.Std == (Triple{}) {
		in.Std = Triple{1, 1, 1}
	}
}

func orElse(value *string, otherwise string) {
	if *value == "" {
		*value = otherwise
	}
}

// maxSide bounds the input, so that a slip does not ask for the memory of a
// gigapixel.
const maxSide = 4096

func (in *Input) check(c *checks) {
	for _, side := range []struct {
		field  string
		pixels int
	}{{"input.width", in.Width}, {"input.height", in.Height}} {
		c.must(side.pixels >= 1 && side.pixels <= maxSide, side.field, "it must be 1 to %d pixels, and is %d", maxSide, side.pixels)
	}
	c.oneOf("input.layout", in.Layout, "nchw", "nhwc")
	c.oneOf("input.channels", in.Channels, "rgb", "bgr")
	c.oneOf("input.fit", in.Fit, "center", "squeeze", "letterbox")
	c.oneOf("input.filter", in.Filter, "bilinear", "bicubic", "lanczos")
	if in.Fit == "letterbox" {
		c.oneOf("input.anchor", in.Anchor, "top-left", "center")
	} else {
		c.must(in.Anchor == "" && in.Pad == 0, "input.anchor, input.pad", "they go with fit letterbox only; leave them out")
	}
	if in.Fit == "center" {
		c.must(in.Shorter == 0 || in.Shorter >= max(in.Width, in.Height) && in.Shorter <= maxSide, "input.shorter",
			"it must be 0 or at least the input's longer side, %d pixels, and at most %d; it is %d", max(in.Width, in.Height), maxSide, in.Shorter)
	} else {
		c.must(in.Shorter == 0, "input.shorter", "it goes with fit center only; leave it out")
	}
	c.must(in.Range == 1 || in.Range == 255, "input.range", "%g is not known; use 1 or 255", in.Range)
	c.must(in.Mean.finite(), "input.mean", "these are no numbers: %v", in.Mean)
	c.must(in.Std.finite() && in.Std[0] > 0 && in.Std[1] > 0 && in.Std[2] > 0, "input.std", "each must be more than 0: %v", in.Std)
}

// Triple is a number for each channel. In a file it may be one for all.
type Triple [3]float64

// UnmarshalYAML reads one number or three.
func (t *Triple) UnmarshalYAML(n *yaml.Node) error {
	var one float64
	if n.Decode(&one) == nil {
		*t = Triple{one, one, one}
		return nil
	}
	var three []float64
	if err := n.Decode(&three); err != nil || len(three) != 3 {
		return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: one number or three are needed, such as 0.5 or [0.485, 0.456, 0.406]", n.Line)}}
	}
	*t = Triple(three)
	return nil
}

func (t Triple) finite() bool {
	for _, v := range t {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}
