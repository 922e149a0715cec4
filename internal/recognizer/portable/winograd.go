package portable

// winograd runs 3x3 convolutions of stride 1 by Winograd's minimal filtering
// F(2x2, 3x3): an output tile of 2x2 pixels takes 16 multiplications per channel
// in place of 36. The image is cut into overlapping tiles of 4x4, tiles and
// weights are transformed, products are summed over channels for each of the 16
// positions apart, and the sums are transformed back. All factors are 0, 1/2 and
// 1, so nearly no precision is lost (Lavin and Gray 2015, arXiv:1509.09308).
type winograd struct {
	convolution
	pad         padding
	k           int       // channels, rounded up
	weights     []float32 // for each pair of filters and position: k x 2
	pairs       int       // pairs of filters
	tilesY      int       // tiles of the whole image
	tilesX      int
	block       int // rows of tiles in a task
	ways        int // parts of the filters
	blockPanels int // panels of four tiles in a task
	panelValues int // values of a panel
}

const positions = 16

// winograd reports whether an axis is that of such a convolution.
func (e extent) winograd() bool { return e.kernel == 3 && e.stride == 1 && e.dilation == 1 }

func newWinograd(c convolution, b *builder) (*winograd, error) {
	g := &winograd{
		convolution: c, k: roundUp(c.channels, unroll), pairs: (c.filters + 1) / 2,
		tilesY: (c.h.out + 1) / 2, tilesX: (c.w.out + 1) / 2,
	}
	var err error
	if g.pad, err = newPadding(c.channels, c.window, 2*g.tilesY+2, 2*g.tilesX+2); err != nil {
		return nil, err
	}
	if g.weights, err = b.weights(g.pairs, positions, g.k, tileChannels); err != nil {
		return nil, err
	}
	for f := range c.filters {
		for ch := range c.channels {
			u := transformWeights(c.values[(f*c.channels+ch)*9:][:9])
			for pos, v := range u {
				g.weights[((f/2*positions+pos)*g.k+ch)*tileChannels+f%2] = v
			}
		}
	}
	g.values = nil
	g.panelValues = g.k * tilePixels
	g.block = min(max(1, blockValues/(positions*g.k*g.tilesX)), g.tilesY)
	g.blockPanels = (g.block*g.tilesX + tilePixels - 1) / tilePixels
	g.ways = ways(g.blocks(), g.pairs, b.threads)
	return g, nil
}

func (g *winograd) blocks() int { return (g.tilesY + g.block - 1) / g.block }

func (g *winograd) needs() (shared, own int) {
	return g.pad.paddedValues, positions * g.blockPanels * (g.panelValues + tile)
}

func (g *winograd) run(t *team, in [][]float32, out []float32) {
	image := g.pad.image(t, in[0])
	t.do(g.blocks()*g.ways, g.work(), func(own []float32, task int) {
		part, from := task%g.ways, task/g.ways*g.block
		rows := min(g.block, g.tilesY-from)
		packed := own[:positions*g.blockPanels*g.panelValues]
		sums := own[len(packed):][:positions*g.blockPanels*tile]
		g.pack(packed, image, from, rows)
		for pair := part * g.pairs / g.ways; pair < (part+1)*g.pairs/g.ways; pair++ {
			g.multiply(pair, packed, sums, rows)
			for f := pair * 2; f < min(pair*2+2, g.filters); f++ {
				g.unpack(f, sums, from, rows, out)
				lo, hi := f*g.pixels()+2*from*g.w.out, f*g.pixels()+min(2*(from+rows), g.h.out)*g.w.out
				g.apply(out[lo:hi], f, lo, in)
			}
		}
	})
}

// pack transforms rows of tiles. The places in panels that no tile fills keep
// what was there; their sums are not used.
func (g *winograd) pack(dst, image []float32, from, rows int) {
	step := g.blockPanels * g.panelValues // from one position to the next
	for c := range g.channels {
		plane := image[c*g.pad.size():][:g.pad.size()]
		for i := range rows * g.tilesX {
			y, x := from+i/g.tilesX, i%g.tilesX
			at := i/tilePixels*g.panelValues + c*tilePixels + i%tilePixels
			transformTile(dst[at:], step, plane[2*y*g.pad.pitch+2*x:], g.pad.pitch)
		}
	}
	if g.k > g.channels {
		for p := range positions * g.blockPanels {
			clear(dst[p*g.panelValues+g.channels*tilePixels:][:(g.k-g.channels)*tilePixels])
		}
	}
}

// multiply sums the products of a pair of filters over the channels: for each
// position and panel, four tiles of one filter and four of the other.
func (g *winograd) multiply(pair int, packed, sums []float32, rows int) {
	panels := (rows*g.tilesX + tilePixels - 1) / tilePixels
	for pos := range positions {
		w := g.weights[(pair*positions+pos)*g.k*tileChannels:][:g.k*tileChannels]
		for i := range panels {
			at := pos*g.blockPanels + i
			product(w, packed[at*g.panelValues:][:g.panelValues], (*[tile]float32)(sums[at*tile:]))
		}
	}
}

// unpack transforms the sums of filter f back and writes its pixels.
func (g *winograd) unpack(f int, sums []float32, from, rows int, out []float32) {
	plane := out[f*g.pixels():][:g.pixels()]
	for i := range rows * g.tilesX {
		at := i/tilePixels*tile + f%2*tilePixels + i%tilePixels
		v := transformSums(sums[at:], g.blockPanels*tile)
		y, x := 2*(from+i/g.tilesX), 2*(i%g.tilesX)
		d := plane[y*g.w.out+x:]
		right, below := x+1 < g.w.out, y+1 < g.h.out
		d[0] = v[0]
		if right {
			d[1] = v[1]
		}
		if below {
			d[g.w.out] = v[2]
		}
		if right && below {
			d[g.w.out+1] = v[3]
		}
	}
}
