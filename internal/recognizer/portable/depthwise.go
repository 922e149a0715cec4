package portable

// depthwise runs a convolution in which each filter sees one channel. There is
// nothing to share between filters, so each task computes one channel of the
// output, row by row and tap by tap.
type depthwise struct {
	convolution
	pad     padding
	weights []float32
}

func newDepthwise(c convolution, b *builder) (*depthwise, error) {
	pad, err := newPadding(1, c.window, c.h.needed(), c.w.needed())
	if err != nil {
		return nil, err
	}
	d := &depthwise{convolution: c, pad: pad}
	if d.weights, err = b.weights(len(c.values)); err != nil {
		return nil, err
	}
	copy(d.weights, c.values)
	d.values = nil
	return d, nil
}

func (d *depthwise) needs() (shared, own int) { return 0, d.pad.paddedValues }

func (d *depthwise) run(t *team, in [][]float32, out []float32) {
	size := d.pad.inH * d.pad.inW
	t.do(d.filters, d.work(), func(own []float32, f int) {
		c := f / (d.filters / d.groups)
		image := in[0][c*size:][:size]
		if !d.pad.inputDoes {
			own = own[:d.pad.paddedValues]
			d.pad.channel(own, image)
			image = own
		}
		plane := out[f*d.pixels():][:d.pixels()]
		for y := range d.h.out {
			d.row(plane[y*d.w.out:][:d.w.out], image[y*d.h.stride*d.pad.pitch:], f)
		}
		d.apply(plane, f, f*d.pixels(), in)
	})
}

// row sums the taps of one row of the output; image begins at its first window.
func (d *depthwise) row(dst, image []float32, f int) {
	w := d.weights[f*d.kernelSize():][:d.kernelSize()]
	clear(dst)
	for y := range d.h.kernel {
		src, taps := image[y*d.h.dilation*d.pad.pitch:], w[y*d.w.kernel:][:d.w.kernel]
		x := 0
		for ; x+3 <= len(taps); x += 3 {
			threeTaps(dst, src[x*d.w.dilation:], taps[x:], d.w.stride, d.w.dilation)
		}
		for ; x < len(taps); x++ {
			oneTap(dst, src[x*d.w.dilation:], taps[x], d.w.stride)
		}
	}
}

// threeTaps adds three neighboring taps at once, which saves reading and
// writing dst twice.
func threeTaps(dst, src, w []float32, stride, dilation int) {
	w0, w1, w2 := w[0], w[1], w[2]
	s1, s2 := src[dilation:], src[2*dilation:]
	if stride == 1 {
		src, s1, s2 = src[:len(dst)], s1[:len(dst)], s2[:len(dst)]
		for i, v := range dst {
			dst[i] = v + (w0*src[i] + w1*s1[i] + w2*s2[i])
		}
		return
	}
	for i, v := range dst {
		dst[i] = v + (w0*src[i*stride] + w1*s1[i*stride] + w2*s2[i*stride])
	}
}

func oneTap(dst, src []float32, w float32, stride int) {
	for i, v := range dst {
		dst[i] = v + w*src[i*stride]
	}
}
