package portable

import "fmt"

// codedPool takes the mean of each channel of whole numbers.
type codedPool struct {
	size   int
	factor float32
	limits
}

// planQLinearGlobalAveragePool handles the mean of each channel.
func planQLinearGlobalAveragePool(b *builder, n *node, a *attributes) error {
	a.onlyZero("channels_last")
	if err := a.done(); err != nil {
		return err
	}
	if err := n.arity(5, 5); err != nil {
		return err
	}
	v, x, err := b.coded(n, 0)
	if err != nil {
		return err
	}
	y, err := b.coding(n, 3, 4)
	if err != nil {
		return err
	}
	if len(v.shape) < 3 {
		return fmt.Errorf("input of shape %v has no dimensions besides batch and channel", v.shape)
	}
	s := shape{v.shape[0], v.shape[1]}
	for range v.shape[2:] {
		s = append(s, 1)
	}
	p := codedPool{size: v.shape[2:].size(), limits: y.limits()}
	p.factor = x.scale / (y.scale * float32(p.size))
	return b.emitCoded(n, p, s, y, v)
}

func (p codedPool) run(_ *team, in [][]float32, out []float32) {
	for c := range out {
		total := 0.0
		for _, v := range in[0][c*p.size:][:p.size] {
			total += float64(v)
		}
		out[c] = p.whole(float32(total) * p.factor)
	}
}
