package portable_test

import (
	"fmt"
	"math"
	"testing"
)

// convCase is a convolution in the words of ONNX.
type convCase struct {
	name                   string
	channels, h, w         int64
	filters, groups        int64
	kernel, strides, dilat [2]int64
	pads                   [4]int64 // top, left, bottom, right
	bias                   bool
}

func (c convCase) out() (h, w int64) {
	h = (c.h+c.pads[0]+c.pads[2]-(c.kernel[0]-1)*c.dilat[0]-1)/c.strides[0] + 1
	w = (c.w+c.pads[1]+c.pads[3]-(c.kernel[1]-1)*c.dilat[1]-1)/c.strides[1] + 1
	return h, w
}

// naive computes the convolution from its definition.
func (c convCase) naive(x, weights, bias []float32) []float64 {
	outH, outW := c.out()
	inGroup, perGroup := c.channels/c.groups, c.filters/c.groups
	var y []float64
	for f := range c.filters {
		for oy := range outH {
			for ox := range outW {
				total := 0.0
				if c.bias {
					total = float64(bias[f])
				}
				for ch := range inGroup {
					for ky := range c.kernel[0] {
						for kx := range c.kernel[1] {
							iy := oy*c.strides[0] - c.pads[0] + ky*c.dilat[0]
							ix := ox*c.strides[1] - c.pads[1] + kx*c.dilat[1]
							if iy < 0 || ix < 0 || iy >= c.h || ix >= c.w {
								continue
							}
							v := x[((f/perGroup*inGroup+ch)*c.h+iy)*c.w+ix]
							total += float64(v) * float64(weights[((f*inGroup+ch)*c.kernel[0]+ky)*c.kernel[1]+kx])
						}
					}
				}
				y = append(y, total)
			}
		}
	}
	return y
}

// node gives the convolution as a node; its constants are "w" and "b".
func (c convCase) node() nodeSpec {
	n := nodeSpec{op: "Conv", in: []string{"w"}, attrs: map[string]any{
		"group": c.groups, "kernel_shape": c.kernel[:], "strides": c.strides[:],
		"dilations": c.dilat[:], "pads": c.pads[:],
	}}
	if c.bias {
		n.in = append(n.in, "b")
	}
	return n
}

func (c convCase) constants(weights, bias []float32) []tensorSpec {
	dims := []int64{c.filters, c.channels / c.groups, c.kernel[0], c.kernel[1]}
	return []tensorSpec{
		{name: "w", dims: dims, floats: weights},
		{name: "b", dims: []int64{c.filters}, floats: bias, packed: true},
	}
}

func (c convCase) check(t *testing.T) {
	t.Helper()
	r := newRand(7)
	x := random(r, size(c.channels, c.h, c.w))
	weights := random(r, size(c.filters, c.channels/c.groups, c.kernel[0], c.kernel[1]))
	bias := random(r, int(c.filters))
	spec := chain(13, []int64{1, c.channels, c.h, c.w}, c.node()).with(c.constants(weights, bias)...)
	near(t, run(t, spec, x), c.naive(x, weights, bias), 1e-5)
}

func TestConvShapes(t *testing.T) {
	t.Parallel()
	one := [2]int64{1, 1}
	cases := []convCase{
		{name: "pointwise", channels: 5, h: 6, w: 7, filters: 3, groups: 1, kernel: one, strides: one, dilat: one, bias: true},
		{name: "one value", channels: 1, h: 1, w: 1, filters: 1, groups: 1, kernel: one, strides: one, dilat: one},
		{name: "strided pointwise", channels: 4, h: 9, w: 7, filters: 6, groups: 1, kernel: one, strides: [2]int64{2, 3}, dilat: one},
		{name: "uneven pads", channels: 3, h: 11, w: 8, filters: 5, groups: 1, kernel: [2]int64{3, 3}, strides: [2]int64{2, 2}, dilat: one, pads: [4]int64{0, 1, 2, 0}, bias: true},
		{name: "dilated", channels: 2, h: 12, w: 13, filters: 4, groups: 1, kernel: [2]int64{3, 2}, strides: one, dilat: [2]int64{2, 3}, pads: [4]int64{2, 3, 1, 4}},
		{name: "grouped", channels: 6, h: 7, w: 9, filters: 9, groups: 3, kernel: [2]int64{3, 5}, strides: [2]int64{1, 2}, dilat: one, pads: [4]int64{1, 2, 1, 2}, bias: true},
		{name: "depthwise 3x3", channels: 6, h: 9, w: 10, filters: 6, groups: 6, kernel: [2]int64{3, 3}, strides: one, dilat: one, pads: [4]int64{1, 1, 1, 1}, bias: true},
		{name: "depthwise stride 2", channels: 4, h: 9, w: 12, filters: 4, groups: 4, kernel: [2]int64{3, 3}, strides: [2]int64{2, 2}, dilat: one, pads: [4]int64{1, 1, 1, 1}},
		{name: "depthwise 5x4 dilated", channels: 3, h: 15, w: 14, filters: 3, groups: 3, kernel: [2]int64{5, 4}, strides: one, dilat: [2]int64{2, 2}, pads: [4]int64{4, 0, 4, 3}},
		{name: "depthwise multiplied", channels: 3, h: 5, w: 6, filters: 6, groups: 3, kernel: [2]int64{2, 2}, strides: one, dilat: one, bias: true},
		{name: "winograd", channels: 12, h: 16, w: 16, filters: 10, groups: 1, kernel: [2]int64{3, 3}, strides: one, dilat: one, pads: [4]int64{1, 1, 1, 1}, bias: true},
		{name: "winograd odd", channels: 9, h: 7, w: 11, filters: 9, groups: 1, kernel: [2]int64{3, 3}, strides: one, dilat: one, pads: [4]int64{1, 1, 1, 1}, bias: true},
		{name: "winograd no pads", channels: 8, h: 6, w: 5, filters: 8, groups: 1, kernel: [2]int64{3, 3}, strides: one, dilat: one},
		{name: "winograd many blocks", channels: 64, h: 30, w: 31, filters: 33, groups: 1, kernel: [2]int64{3, 3}, strides: one, dilat: one, pads: [4]int64{0, 2, 1, 0}},
		{name: "panels many blocks", channels: 40, h: 33, w: 31, filters: 21, groups: 1, kernel: [2]int64{3, 3}, strides: [2]int64{1, 2}, dilat: one, pads: [4]int64{1, 1, 1, 1}, bias: true},
		{name: "pads beyond the image", channels: 2, h: 2, w: 2, filters: 2, groups: 1, kernel: [2]int64{2, 2}, strides: [2]int64{4, 4}, dilat: one, pads: [4]int64{5, 5, 4, 4}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.check(t)
		})
	}
}

func TestConvRandom(t *testing.T) {
	t.Parallel()
	r := newRand(11)
	between := func(lo, hi int64) int64 { return lo + r.Int64N(hi-lo+1) }
	for i := range 300 {
		c := convCase{
			h: between(1, 14), w: between(1, 14), groups: between(1, 4), bias: r.IntN(2) == 0,
			kernel: [2]int64{between(1, 4), between(1, 4)}, strides: [2]int64{between(1, 3), between(1, 3)},
			dilat: [2]int64{between(1, 3), between(1, 3)},
			pads:  [4]int64{between(0, 4), between(0, 4), between(0, 4), between(0, 4)},
		}
		c.channels, c.filters = c.groups*between(1, 9), c.groups*between(1, 9)
		for a, in := range []int64{c.h, c.w} { // make room for the window
			c.pads[2+a] += max(0, (c.kernel[a]-1)*c.dilat[a]+1-in-c.pads[a]-c.pads[2+a])
		}
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			c.check(t)
		})
	}
}

// TestConvEndings: whatever is fused into a convolution gives what the separate
// operators would.
func TestConvEndings(t *testing.T) {
	t.Parallel()
	relu := nodeSpec{op: "Relu"}
	clip := nodeSpec{op: "Clip", in: []string{"lo", "hi"}}
	add := nodeSpec{op: "Add", in: []string{"x"}}
	leaky, sigmoid := nodeSpec{op: "LeakyRelu", attrs: map[string]any{"alpha": float32(0.125)}}, nodeSpec{op: "Sigmoid"}
	endings := map[string][]nodeSpec{
		"relu": {relu}, "clip": {clip}, "clip relu": {clip, relu}, "relu add": {relu, add},
		"add relu": {add, relu}, "relu add clip": {relu, add, clip}, "add add": {add, add},
		"relu add relu clip": {relu, add, relu, clip}, "leaky": {leaky}, "sigmoid": {sigmoid}, "add leaky sigmoid": {add, leaky, sigmoid},
	}
	step := map[string]func(v, x float64) float64{
		"Relu":      func(v, _ float64) float64 { return math.Max(v, 0) },
		"Clip":      func(v, _ float64) float64 { return math.Min(math.Max(v, -0.25), 0.5) },
		"Add":       func(v, x float64) float64 { return v + x },
		"LeakyRelu": func(v, _ float64) float64 { return math.Max(v, v/8) },
		"Sigmoid":   func(v, _ float64) float64 { return 1 / (1 + math.Exp(-v)) },
	}
	three, one, pads := [2]int64{3, 3}, [2]int64{1, 1}, [4]int64{1, 1, 1, 1}
	convs := map[string]convCase{
		"panels":    {channels: 4, h: 9, w: 7, filters: 4, groups: 1, kernel: three, strides: one, dilat: one, pads: pads, bias: true},
		"winograd":  {channels: 8, h: 9, w: 7, filters: 8, groups: 1, kernel: three, strides: one, dilat: one, pads: pads, bias: true},
		"depthwise": {channels: 4, h: 9, w: 7, filters: 4, groups: 4, kernel: three, strides: one, dilat: one, pads: pads, bias: true},
	}
	for convName, c := range convs {
		for name, nodes := range endings {
			t.Run(convName+" "+name, func(t *testing.T) {
				t.Parallel()
				r := newRand(3)
				x, bias := random(r, size(c.channels, c.h, c.w)), random(r, int(c.filters))
				weights := random(r, size(c.filters, c.channels/c.groups, 9))
				spec := chain(13, []int64{1, c.channels, c.h, c.w}, append([]nodeSpec{c.node()}, nodes...)...).
					with(c.constants(weights, bias)...).
					with(tensorSpec{name: "lo", floats: []float32{-0.25}}, tensorSpec{name: "hi", floats: []float32{0.5}})
				want := c.naive(x, weights, bias)
				for i := range want {
					for _, n := range nodes {
						want[i] = step[n.op](want[i], float64(x[i]))
					}
				}
				near(t, run(t, spec, x), want, 1e-5)
			})
		}
	}
}

// TestConvSiLU: x*Sigmoid(x) is done in the convolution, also where others read
// the value before it.
func TestConvSiLU(t *testing.T) {
	t.Parallel()
	three, one, pads := [2]int64{3, 3}, [2]int64{1, 1}, [4]int64{1, 1, 1, 1}
	c := convCase{channels: 8, h: 9, w: 7, filters: 8, groups: 1, kernel: three, strides: one, dilat: one, pads: pads, bias: true}
	r := newRand(3)
	x, bias := random(r, size(c.channels, c.h, c.w)), random(r, int(c.filters))
	weights := random(r, size(c.filters, c.channels/c.groups, 9))
	conv := c.node()
	conv.in, conv.out = append([]string{"x"}, conv.in...), []string{"c"}
	nodes := []nodeSpec{
		conv,
		{op: "Sigmoid", in: []string{"c"}, out: []string{"s"}},
		{op: "Mul", in: []string{"c", "s"}, out: []string{"m"}},
	}
	plain := c.naive(x, weights, bias)
	for last, add := range map[string]func(v, x float64) float64{
		"x": func(v, x float64) float64 { return v/(1+math.Exp(-v)) + x },
		"c": func(v, _ float64) float64 { return v/(1+math.Exp(-v)) + v },
		"s": func(v, _ float64) float64 { return v/(1+math.Exp(-v)) + 1/(1+math.Exp(-v)) },
	} {
		want := make([]float64, len(plain))
		for i, v := range plain {
			want[i] = add(v, float64(x[i]))
		}
		spec := modelSpec{
			opset: 13, input: []int64{1, c.channels, c.h, c.w}, output: "y", constants: c.constants(weights, bias),
			nodes: append(nodes[:3:3], nodeSpec{op: "Add", in: []string{"m", last}, out: []string{"y"}}),
		}
		near(t, run(t, spec, x), want, 1e-5)
	}
}
