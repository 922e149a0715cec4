package portable

// panels runs a convolution as a matrix product. Each task takes a block of
// pixels, writes what their windows cover into panels, and multiplies them with
// the packed weights of all filters or of a part of them.
type panels struct {
	convolution
	pad     padding
	k       int       // values that a window covers, rounded up
	taps    []int     // where each of them lies in the padded image
	weights []float32 // for each group and pair of filters: k x 2
	pairs   int       // pairs of filters in a group
	block   int       // pixels of a task
	ways    int       // parts of the filters
}

func newPanels(c convolution, b *builder) (*panels, error) {
	pad, err := newPadding(c.channels, c.window, c.h.needed(), c.w.needed())
	if err != nil {
		return nil, err
	}
	inGroup, filters := c.channels/c.groups, c.filters/c.groups
	p := &panels{convolution: c, pad: pad, pairs: (filters + 1) / 2}
	for ch := range inGroup {
		for y := range c.h.kernel {
			for x := range c.w.kernel {
				p.taps = append(p.taps, ch*pad.size()+y*c.h.dilation*pad.pitch+x*c.w.dilation)
			}
		}
	}
	p.k = roundUp(len(p.taps), unroll)
	if p.weights, err = b.weights(c.groups, p.pairs, p.k, tileChannels); err != nil {
		return nil, err
	}
	for f := range c.filters {
		group, i := f/filters, f%filters
		panel := p.weights[(group*p.pairs+i/2)*p.k*tileChannels:]
		for k, v := range c.values[f*len(p.taps):][:len(p.taps)] {
			panel[k*tileChannels+i%2] = v
		}
	}
	p.values = nil
	p.block = min(max(blockValues/p.k, tilePixels)/tilePixels*tilePixels, roundUp(c.pixels(), tilePixels))
	p.ways = ways(p.blocks()*c.groups, p.pairs, b.threads)
	return p, nil
}

func (p *panels) blocks() int { return (p.pixels() + p.block - 1) / p.block }

func (p *panels) needs() (shared, own int) { return p.pad.paddedValues, p.block * p.k }

func (p *panels) run(t *team, in [][]float32, out []float32) {
	image := p.pad.image(t, in[0])
	t.do(p.groups*p.blocks()*p.ways, p.work(), func(own []float32, task int) {
		part, task := task%p.ways, task/p.ways
		group, from := task/p.blocks(), task%p.blocks()*p.block
		to := min(from+p.block, p.pixels())
		p.pack(own, image[group*p.channels/p.groups*p.pad.size():], from, to)
		for pair := part * p.pairs / p.ways; pair < (part+1)*p.pairs/p.ways; pair++ {
			p.multiply(group, pair, own, from, to, in, out)
		}
	})
}

// pack writes the windows of pixels from…to, four pixels to a panel. Those
// beyond the last pixel repeat it; their sums are not used.
func (p *panels) pack(dst, image []float32, from, to int) {
	var at [tilePixels]int
	for ; from < to; from += tilePixels {
		for i := range at {
			px := min(from+i, to-1)
			at[i] = px/p.w.out*p.h.stride*p.pad.pitch + px%p.w.out*p.w.stride
		}
		s0, s1, s2, s3 := image[at[0]:], image[at[1]:], image[at[2]:], image[at[3]:]
		for k, tap := range p.taps {
			d := dst[k*tilePixels:][:tilePixels]
			d[0], d[1], d[2], d[3] = s0[tap], s1[tap], s2[tap], s3[tap]
		}
		clear(dst[len(p.taps)*tilePixels : p.k*tilePixels])
		dst = dst[p.k*tilePixels:]
	}
}

// multiply computes pixels from…to of a pair of filters.
func (p *panels) multiply(group, pair int, packed []float32, from, to int, in [][]float32, out []float32) {
	w := p.weights[(group*p.pairs+pair)*p.k*tileChannels:][:p.k*tileChannels]
	perGroup := p.filters / p.groups
	first := group*perGroup + pair*2
	row0 := out[first*p.pixels()+from : first*p.pixels()+to]
	var row1 []float32 // nothing when the last pair is half
	if pair*2+1 < perGroup {
		row1 = out[(first+1)*p.pixels()+from : (first+1)*p.pixels()+to]
	}
	var sums [tile]float32
	for i := 0; i < len(row0); i += tilePixels {
		product(w, packed[i*p.k:][:p.k*tilePixels], &sums)
		store(row0, i, sums[:tilePixels])
		store(row1, i, sums[tilePixels:])
	}
	p.apply(row0, first, first*p.pixels()+from, in)
	if row1 != nil {
		p.apply(row1, first+1, (first+1)*p.pixels()+from, in)
	}
}

// store writes four sums to row[i:], or as many as there is room for.
func store(row []float32, i int, sums []float32) {
	if i+tilePixels <= len(row) {
		d, s := row[i:][:tilePixels], sums[:tilePixels]
		d[0], d[1], d[2], d[3] = s[0], s[1], s[2], s[3]
	} else if i < len(row) {
		copy(row[i:], sums)
	}
}
