package portable

import "fmt"

// convolution is what all ways of running Conv have in common.
type convolution struct {
	window
	ending
	channels int // of the input
	filters  int // channels of the output
	groups   int
	values   []float32 // the weights as in the file: filter, channel of its group, row, column
}

// planConv reads a Conv node and chooses the way to run it.
func planConv(b *builder, n *node, a *attributes) error {
	if err := n.arity(2, 3); err != nil {
		return err
	}
	v, err := b.input(n)
	if err != nil {
		return err
	}
	t, err := b.constant(n, 1)
	if err != nil {
		return err
	}
	values, s, err := t.float32s()
	if err != nil {
		return err
	}
	c, err := readConvolution(a, v.shape, values, s)
	if err != nil {
		return err
	}
	if c.bias, err = b.convBias(n, c.filters); err != nil {
		return err
	}
	o, err := c.choose(b)
	if err != nil {
		return err
	}
	return b.emit(n, o, shape{1, c.filters, c.h.out, c.w.out}, v)
}

// readConvolution takes the attributes of a convolution, with weights of shape
// s, of an input of shape in.
func readConvolution(a *attributes, in shape, values []float32, s shape) (convolution, error) {
	c := convolution{values: values}
	if len(s) != 4 {
		return c, fmt.Errorf("weights have shape %v, expected filters x channels x height x width", s)
	}
	groups := a.integer("group", 1)
	var err error
	if c.window, err = readWindow(a, in, s[2:]); err != nil {
		return c, err
	}
	if err := a.done(); err != nil {
		return c, err
	}
	c.filters, c.channels = s[0], in[1]
	if groups < 1 || groups > int64(c.channels) || int64(s[1])*groups != int64(c.channels) || int64(s[0])%groups != 0 {
		return c, fmt.Errorf("weights of shape %v in %d groups do not fit an input of shape %v", s, groups, in)
	}
	c.groups = int(groups)
	return c, nil
}

// convBias reads the optional bias, zeros when absent.
func (b *builder) convBias(n *node, filters int) ([]float32, error) {
	bias, err := b.weights(filters)
	if err != nil || !n.has(2) {
		return bias, err
	}
	t, err := b.constant(n, 2)
	if err != nil {
		return nil, err
	}
	v, s, err := t.float32s()
	if err != nil {
		return nil, err
	}
	if len(v) != filters {
		return nil, fmt.Errorf("bias has shape %v, expected one value for each of %d filters", s, filters)
	}
	copy(bias, v)
	return bias, nil
}

// choose picks the fastest way for the shape.
func (c convolution) choose(b *builder) (op, error) {
	switch {
	case c.groups == c.channels && c.groups > 1:
		return newDepthwise(c, b)
	case c.groups == 1 && c.h.winograd() && c.w.winograd() && c.channels >= 8 && c.filters >= 8:
		return newWinograd(c, b)
	default:
		return newPanels(c, b)
	}
}

// kernelSize is the number of taps of the window.
func (c *convolution) kernelSize() int { return c.h.kernel * c.w.kernel }

// pixels is the size of one channel of the output.
func (c *convolution) pixels() int { return c.h.out * c.w.out }

// work is the number of multiply-adds.
func (c *convolution) work() int {
	return c.filters * (c.channels / c.groups) * c.kernelSize() * c.pixels()
}

// blockValues is how many values the packed pixels of one task may have: 128
// KiB, so that they stay in the second-level cache while all filters pass by.
const blockValues = 1 << 15

// ways says into how many parts the filters are split, so that there are two
// tasks or more for each thread. Each part packs the pixels again.
func ways(blocks, pairs, threads int) int {
	n := 1
	for threads > 1 && blocks*n < 2*threads && pairs/n >= 8 {
		n *= 2
	}
	return n
}
