package portable

// padding surrounds each channel of an image with zeros, so that the loops of a
// convolution need no checks at the borders.
type padding struct {
	channels     int
	inH, inW     int
	top, left    int
	rows, pitch  int // height and width with padding
	inputDoes    bool
	paddedValues int
}

// newPadding surrounds the input so that at least rows x columns can be read,
// and does nothing where the input has all of them.
func newPadding(channels int, w window, rows, columns int) (padding, error) {
	p := padding{
		channels: channels, inH: w.h.in, inW: w.w.in,
		top: w.h.before, left: w.w.before, rows: rows, pitch: columns,
	}
	if p.top == 0 && p.left == 0 && rows <= p.inH && columns <= p.inW {
		p.inputDoes, p.rows, p.pitch = true, p.inH, p.inW
		return p, nil
	}
	s, err := checked(shape{channels, rows, columns})
	if err == nil {
		p.paddedValues = s.size()
	}
	return p, err
}

// size is the number of values of one padded channel.
func (p *padding) size() int { return p.rows * p.pitch }

// image gives the padded image, in t.shared unless the input does.
func (p *padding) image(t *team, in []float32) []float32 {
	if p.inputDoes {
		return in
	}
	image := t.shared[:p.paddedValues]
	t.do(p.channels, len(image), func(_ []float32, c int) {
		p.channel(image[c*p.size():][:p.size()], in[c*p.inH*p.inW:][:p.inH*p.inW])
	})
	return image
}

// channel pads one channel. Input beyond the padded size is left out.
func (p *padding) channel(dst, src []float32) {
	clear(dst)
	width := min(p.inW, p.pitch-p.left)
	height := min(p.inH, p.rows-p.top)
	if width <= 0 {
		return
	}
	for y := range max(0, height) {
		copy(dst[(y+p.top)*p.pitch+p.left:][:width], src[y*p.inW:])
	}
}
