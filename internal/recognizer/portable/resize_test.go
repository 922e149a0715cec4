package portable_test

import "testing"

// TestResize: the modes agree with ONNX Runtime 1.32.0.
func TestResize(t *testing.T) {
	t.Parallel()
	x := []float32{0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121} // 3x4
	cases := []struct {
		mode, place, nearest string
		scales               []float32
		sizes                []int64
		want                 []float64
	}{
		{"nearest", "asymmetric", "floor", nil, []int64{1, 1, 6, 8}, []float64{0, 0, 1, 1, 4, 4, 9, 9, 0, 0, 1, 1, 4, 4, 9, 9, 16, 16, 25, 25, 36, 36, 49, 49, 16, 16, 25, 25, 36, 36, 49, 49, 64, 64, 81, 81, 100, 100, 121, 121, 64, 64, 81, 81, 100, 100, 121, 121}},                                                                                                       // 6x8
		{"nearest", "asymmetric", "ceil", nil, []int64{1, 1, 2, 7}, []float64{0, 1, 4, 4, 9, 9, 9, 64, 81, 100, 100, 121, 121, 121}},                                                                                                                                                                                                                                          // 2x7
		{"nearest", "half_pixel", "round_prefer_floor", nil, []int64{1, 1, 6, 8}, []float64{0, 0, 1, 1, 4, 4, 9, 9, 0, 0, 1, 1, 4, 4, 9, 9, 16, 16, 25, 25, 36, 36, 49, 49, 16, 16, 25, 25, 36, 36, 49, 49, 64, 64, 81, 81, 100, 100, 121, 121, 64, 64, 81, 81, 100, 100, 121, 121}},                                                                                          // 6x8
		{"nearest", "half_pixel", "round_prefer_ceil", nil, []int64{1, 1, 1, 2}, []float64{25, 49}},                                                                                                                                                                                                                                                                           // 1x2
		{"nearest", "align_corners", "round_prefer_floor", nil, []int64{1, 1, 5, 7}, []float64{0, 0, 1, 1, 4, 4, 9, 0, 0, 1, 1, 4, 4, 9, 16, 16, 25, 25, 36, 36, 49, 16, 16, 25, 25, 36, 36, 49, 64, 64, 81, 81, 100, 100, 121}},                                                                                                                                              // 5x7
		{"linear", "half_pixel", "", nil, []int64{1, 1, 6, 8}, []float64{0, 0.25, 0.75, 1.75, 3.25, 5.25, 7.75, 9, 4, 4.75, 6.25, 8.25, 10.75, 13.75, 17.25, 19, 12, 13.75, 17.25, 21.25, 25.75, 30.75, 36.25, 39, 28, 30.75, 36.25, 42.25, 48.75, 55.75, 63.25, 67, 52, 55.75, 63.25, 71.25, 79.75, 88.75, 98.25, 103, 64, 68.25, 76.75, 85.75, 95.25, 105.25, 115.75, 121}}, // 6x8
		{"linear", "pytorch_half_pixel", "", nil, []int64{1, 1, 1, 2}, []float64{0.5, 6.5}},                                                                                                                                                                                                                                                                                   // 1x2
		{"linear", "pytorch_half_pixel", "", nil, []int64{1, 1, 4, 3}, []float64{0.1666667, 2.5, 8.166666, 11, 20, 32.33333, 36, 53, 73.33333, 66.83334, 90.5, 117.5}},                                                                                                                                                                                                        // 4x3
		{"linear", "asymmetric", "", nil, []int64{1, 1, 2, 6}, []float64{0, 0.6666667, 2, 4, 7.333334, 9, 40, 48.66666, 58, 68, 79.33334, 85}},                                                                                                                                                                                                                                // 2x6
		{"linear", "align_corners", "", nil, []int64{1, 1, 4, 5}, []float64{0, 0.75, 2.5, 5.25, 9, 10.66667, 15.41667, 21.16667, 27.91667, 35.66667, 32, 40.75, 50.5, 61.25, 73.00001, 64, 76.75, 90.5, 105.25, 121}},                                                                                                                                                         // 4x5
		{"linear", "half_pixel", "", []float32{1, 1, 1.5, 0.6}, nil, []float64{0.3333333, 4, 9.666666, 20, 27.44444, 46.66666, 61.22222, 89.33333}},                                                                                                                                                                                                                           // 4x2
		{"nearest", "asymmetric", "floor", []float32{1, 1, 1.7, 2.3}, nil, []float64{0, 0, 0, 1, 1, 4, 4, 9, 9, 0, 0, 0, 1, 1, 4, 4, 9, 9, 16, 16, 16, 25, 25, 36, 36, 49, 49, 16, 16, 16, 25, 25, 36, 36, 49, 49, 64, 64, 64, 81, 81, 100, 100, 121, 121}},                                                                                                                   // 5x9
	}
	for _, c := range cases {
		n := nodeSpec{op: "Resize", in: []string{"roi", "scales"}, attrs: map[string]any{
			"mode": c.mode, "coordinate_transformation_mode": c.place, "cubic_coeff_a": float32(-0.75),
		}}
		if c.nearest != "" {
			n.attrs["nearest_mode"] = c.nearest
		}
		empty := tensorSpec{name: "roi", dims: []int64{0}, floats: []float32{}}
		scales := tensorSpec{name: "scales", dims: []int64{int64(len(c.scales))}, floats: c.scales}
		spec := modelSpec{}
		if c.sizes != nil {
			n.in = append(n.in, "sizes")
			spec = spec.with(tensorSpec{name: "sizes", dims: []int64{4}, ints: c.sizes})
		}
		spec = chain(11, []int64{1, 1, 3, 4}, n).with(spec.constants...).with(empty, scales)
		near(t, run(t, spec, x), c.want, 1e-5)
	}
}
