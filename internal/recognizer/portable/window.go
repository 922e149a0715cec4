package portable

import (
	"errors"
	"fmt"
)

// maxSetting bounds kernel sizes, strides, pads and dilations, so that sums and
// products of them cannot overflow.
const maxSetting = 1 << 15

// extent is how a window moves along one axis of an image.
type extent struct {
	in, out       int // length of the input and of the output
	kernel        int
	stride        int
	dilation      int
	before, after int // padding
}

// span is the length that a window covers.
func (e extent) span() int { return (e.kernel-1)*e.dilation + 1 }

// needed is the length of the padded input that is read.
func (e extent) needed() int { return (e.out-1)*e.stride + e.span() }

// inside gives the position of the first tap of the window at out, which may be
// outside of the input, and the range of taps that lie inside.
func (e extent) inside(out int) (first, lo, hi int) {
	first = out*e.stride - e.before
	if first < 0 {
		lo = (-first + e.dilation - 1) / e.dilation
	}
	if first < e.in {
		hi = min(e.kernel, (e.in-first+e.dilation-1)/e.dilation)
	}
	return first, lo, hi
}

// window is how a kernel moves over an image.
type window struct{ h, w extent }

// readWindow takes the attributes that Conv and the pools share. In is the
// shape of the input, NCHW; kernel is the size of the weights, nil for pools.
func readWindow(a *attributes, in shape, kernel []int) (window, error) {
	if len(in) != 4 || in[0] != 1 {
		return window{}, fmt.Errorf("input has shape %v, expected 1 x channels x height x width", in)
	}
	sizes, err := pair(a.integers("kernel_shape"), "kernel_shape", int64s(kernel), 1)
	if err != nil {
		return window{}, err
	}
	for i, k := range kernel {
		if sizes[i] != k {
			return window{}, fmt.Errorf("kernel_shape %v differs from the weights' %v", sizes, kernel)
		}
	}
	strides, err := pair(a.integers("strides"), "strides", []int64{1, 1}, 1)
	if err != nil {
		return window{}, err
	}
	dilations, err := pair(a.integers("dilations"), "dilations", []int64{1, 1}, 1)
	if err != nil {
		return window{}, err
	}
	w := window{
		h: extent{in: in[2], kernel: sizes[0], stride: strides[0], dilation: dilations[0]},
		w: extent{in: in[3], kernel: sizes[1], stride: strides[1], dilation: dilations[1]},
	}
	return w, w.pad(a.text("auto_pad", "NOTSET"), a.integers("pads"))
}

// pad sets the padding and, from it, the size of the output.
func (w *window) pad(auto string, pads []int64) error {
	switch auto {
	case "NOTSET":
		if pads == nil {
			break
		}
		if len(pads) != 4 {
			return fmt.Errorf("pads has %d values, expected 4", len(pads))
		}
		begin, err := pair(pads[:2], "pads", nil, 0)
		if err != nil {
			return err
		}
		end, err := pair(pads[2:], "pads", nil, 0)
		if err != nil {
			return err
		}
		w.h.before, w.w.before, w.h.after, w.w.after = begin[0], begin[1], end[0], end[1]
	case "SAME_UPPER", "SAME_LOWER":
		w.h.same(auto == "SAME_LOWER")
		w.w.same(auto == "SAME_LOWER")
	case "VALID":
	default:
		return fmt.Errorf("auto_pad %q is not supported", auto)
	}
	return errors.Join(w.h.measure(), w.w.measure())
}

// same pads so that the output has the length of the input over the stride.
func (e *extent) same(lower bool) {
	total := max(0, ((e.in-1)/e.stride)*e.stride+e.span()-e.in)
	e.before, e.after = total/2, total-total/2
	if lower {
		e.before, e.after = e.after, e.before
	}
}

func (e *extent) measure() error {
	room := e.in + e.before + e.after - e.span()
	if room < 0 {
		return fmt.Errorf("a window of %d does not fit into %d with padding %d and %d", e.span(), e.in, e.before, e.after)
	}
	e.out = room/e.stride + 1
	return nil
}

// pair checks two settings, one per axis.
func pair(v []int64, name string, fallback []int64, least int64) ([2]int, error) {
	if v == nil {
		v = fallback
	}
	if len(v) != 2 {
		return [2]int{}, fmt.Errorf("%s has %d values, expected 2", name, len(v))
	}
	for _, x := range v {
		if x < least || x > maxSetting {
			return [2]int{}, fmt.Errorf("%s has the value %d, expected %d to %d", name, x, least, maxSetting)
		}
	}
	return [2]int{int(v[0]), int(v[1])}, nil
}

func int64s(v []int) []int64 {
	var out []int64
	for _, x := range v {
		out = append(out, int64(x))
	}
	return out
}
