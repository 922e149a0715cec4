package portable

import (
	"errors"
	"math"
)

// pool takes the largest value or the mean of each window.
type pool struct {
	window
	channels int
	largest  bool
	padded   bool // the mean counts padding as zeros
}

// planPool handles MaxPool and AveragePool.
func planPool(b *builder, n *node, a *attributes) error {
	if err := n.arity(1, 1); err != nil {
		return err
	}
	v, err := b.input(n)
	if err != nil {
		return err
	}
	p := &pool{largest: n.op == "MaxPool"}
	a.onlyZero("ceil_mode")
	if p.largest {
		a.onlyZero("storage_order")
	} else {
		p.padded = a.integer("count_include_pad", 0) != 0
	}
	if p.window, err = readWindow(a, v.shape, nil); err != nil {
		return err
	}
	if err := a.done(); err != nil {
		return err
	}
	for _, e := range []extent{p.h, p.w} {
		if e.before >= e.span() || e.after >= e.span() || e.dilation > 1 && e.before+e.after > 0 {
			return errors.New("padding so large that a window may lie in it wholly is not supported")
		}
	}
	p.channels = v.shape[1]
	return b.emit(n, p, shape{1, p.channels, p.h.out, p.w.out}, v)
}

// needs: the largest values of rows, before those of columns.
func (p *pool) needs() (shared, own int) {
	if p.largest {
		own = p.h.in * p.w.out
	}
	return 0, own
}

func (p *pool) run(t *team, in [][]float32, out []float32) {
	from, to := p.h.in*p.w.in, p.h.out*p.w.out
	t.do(p.channels, len(out)*p.h.kernel*p.w.kernel, func(own []float32, c int) {
		src, dst := in[0][c*from:][:from], out[c*to:][:to]
		if p.largest {
			p.top(dst, src, own)
			return
		}
		for i := range dst {
			dst[i] = p.mean(src, i/p.w.out, i%p.w.out)
		}
	})
}

// top takes the largest values of one channel, first along rows and then along
// columns, which is far less work for large windows.
func (p *pool) top(dst, src, rows []float32) {
	for ox := range p.w.out {
		x, lo, hi := p.w.inside(ox)
		for y := range p.h.in {
			row, top := src[y*p.w.in:][:p.w.in], float32(math.Inf(-1))
			for k := lo; k < hi; k++ {
				top = max(top, row[x+k*p.w.dilation])
			}
			rows[y*p.w.out+ox] = top
		}
	}
	for oy := range p.h.out {
		y, lo, hi := p.h.inside(oy)
		best := dst[oy*p.w.out:][:p.w.out]
		copy(best, rows[(y+lo*p.h.dilation)*p.w.out:])
		for k := lo + 1; k < hi; k++ {
			for i, v := range rows[(y+k*p.h.dilation)*p.w.out:][:p.w.out] {
				best[i] = max(best[i], v)
			}
		}
	}
}

// mean computes one value of one channel.
func (p *pool) mean(src []float32, oy, ox int) float32 {
	y, ylo, yhi := p.h.inside(oy)
	x, xlo, xhi := p.w.inside(ox)
	total := float32(0)
	for ky := ylo; ky < yhi; ky++ {
		row := src[(y+ky*p.h.dilation)*p.w.in:][:p.w.in]
		for kx := xlo; kx < xhi; kx++ {
			total += row[x+kx*p.w.dilation]
		}
	}
	if p.padded {
		return total / float32(p.h.kernel*p.w.kernel)
	}
	return total / float32((yhi-ylo)*(xhi-xlo))
}

// globalPool takes the mean of each channel.
type globalPool struct{ size int }

func planGlobalAveragePool(b *builder, n *node, a *attributes) error {
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(1, 1); err != nil {
		return err
	}
	v, err := b.input(n)
	if err != nil {
		return err
	}
	if len(v.shape) < 3 {
		return errors.New("input has no dimensions besides batch and channel")
	}
	s := shape{v.shape[0], v.shape[1]}
	for range v.shape[2:] {
		s = append(s, 1)
	}
	return b.emit(n, globalPool{v.shape[2:].size()}, s, v)
}

func (g globalPool) run(_ *team, in [][]float32, out []float32) {
	for c := range out {
		var total float64
		for _, v := range in[0][c*g.size:][:g.size] {
			total += float64(v)
		}
		out[c] = float32(total / float64(g.size))
	}
}
