package portable

import "math"

// sampling is how Resize finds the place in the input of a value of the output,
// and what it takes there.
type sampling struct {
	place   string
	linear  bool
	nearest string
}

// readSampling takes the attributes of Resize.
func readSampling(a *attributes) (sampling, error) {
	how := sampling{
		place:   a.text("coordinate_transformation_mode", "half_pixel"),
		nearest: a.text("nearest_mode", "round_prefer_floor"),
	}
	switch mode := a.text("mode", "nearest"); mode {
	case "nearest":
	case "linear":
		how.linear = true
	default:
		a.fail("mode %q is not supported, only nearest and linear", mode)
	}
	switch how.place {
	case "half_pixel", "pytorch_half_pixel", "asymmetric", "align_corners":
	default:
		a.fail("coordinate_transformation_mode %q is not supported", how.place)
	}
	switch how.nearest {
	case "round_prefer_floor", "round_prefer_ceil", "floor", "ceil":
	default:
		a.fail("nearest_mode %q is not supported", how.nearest)
	}
	if policy := a.text("keep_aspect_ratio_policy", "stretch"); policy != "stretch" {
		a.fail("keep_aspect_ratio_policy %q is not supported", policy)
	}
	a.onlyZero("antialias")
	a.onlyZero("exclude_outside")
	_ = a.float("cubic_coeff_a", 0)       // of a mode that is not supported
	_ = a.float("extrapolation_value", 0) // likewise
	return how, a.done()
}

// samples works out one axis.
func (how sampling) samples(in, out int, scale float32) samples {
	s := samples{in: in, lo: make([]int32, out)}
	if how.linear {
		s.hi, s.weight = make([]int32, out), make([]float32, out)
	}
	last := int32(in - 1) //nolint:gosec // in is at most maxElements
	for i := range out {
		x := min(max(how.at(i, in, out, scale), 0), float32(last))
		if !how.linear {
			s.lo[i] = min(int32(how.round(x)), last)
			continue
		}
		s.lo[i] = min(int32(x), last) // float32(last) may be more than last
		s.hi[i] = min(s.lo[i]+1, last)
		s.weight[i] = x - float32(s.lo[i])
	}
	return s
}

// at gives the place of value i, in float32 as other engines do: a place in the
// middle between two values would else go to the other one now and then.
func (how sampling) at(i, in, out int, scale float32) float32 {
	x := float32(i)
	switch how.place {
	case "asymmetric":
		return x / scale
	case "align_corners":
		if out == 1 {
			return 0
		}
		return x * float32(in-1) / float32(out-1)
	case "pytorch_half_pixel":
		if out == 1 {
			return 0
		}
	}
	return (x+0.5)/scale - 0.5
}

// round gives the nearest whole number.
func (how sampling) round(x float32) float64 {
	v := float64(x)
	switch how.nearest {
	case "floor":
		return math.Floor(v)
	case "ceil":
		return math.Ceil(v)
	case "round_prefer_ceil":
		return math.Floor(v + 0.5)
	default:
		return math.Ceil(v - 0.5)
	}
}
