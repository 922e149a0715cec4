package imaging

import "math"

// Filter says how pixels are mixed when a picture is scaled. All of them widen
// with the scale when shrinking, so that every pixel counts, and give what
// Pillow's Image.resize gives with the filter of that name.
type Filter string

// The filters. The zero value is FilterBilinear.
const (
	FilterBilinear Filter = "bilinear" // a triangle over 2 output pixels
	FilterBicubic  Filter = "bicubic"  // Keys's cubic with a = -0.5, over 4
	FilterLanczos  Filter = "lanczos"  // a windowed sinc, over 6
)

// curve is the shape of a filter, in units of output pixels when shrinking and
// of input pixels when enlarging.
type curve struct {
	support    float64                 // how far it reaches to each side
	weight     func(x float64) float64 // of a pixel at that distance
	overshoots bool                    // has negative weights, so that mixed levels are clipped
	gap        int                     // how many times larger than the result a picture stays in reduce
}

// curve gives the shape of the recipe's filter.
func (r Recipe) curve() curve {
	c := curve{gap: 4}
	switch r.Filter {
	case FilterBicubic:
		c.support, c.weight, c.overshoots = 2, cubic, true
	case FilterLanczos:
		c.support, c.weight, c.overshoots = 3, lanczos, true
	default:
		c.support, c.weight = 1, triangle
	}
	return c
}

func triangle(x float64) float64 { return max(0, 1-math.Abs(x)) }

// cubic is the kernel of R. Keys, "Cubic convolution interpolation for digital
// image processing" (1981), with the a that makes it exact for parabolas.
func cubic(x float64) float64 {
	const a = -0.5
	switch x = math.Abs(x); {
	case x < 1:
		return ((a+2)*x-(a+3))*x*x + 1
	case x < 2:
		return (((x-5)*x+8)*x - 4) * a
	default:
		return 0
	}
}

// lanczos is a sinc under the middle hump of a sinc three times as wide.
func lanczos(x float64) float64 {
	if math.Abs(x) >= 3 {
		return 0
	}
	return sinc(x) * sinc(x/3)
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}
