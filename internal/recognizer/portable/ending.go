package portable

// ending is what a convolution does with its sums: add the bias, activate, add
// another tensor of the same shape (the residual), activate again. Doing it
// there saves a pass over memory for each Relu, Clip, SiLU or Add.
type ending struct {
	bias     []float32 // one per output channel
	whole    *rounding // makes whole numbers of the sums, of quantized models; nothing follows it
	first    activation
	residual bool // the residual is input 1 of the step
	second   activation
}

// ended is an op that has an ending.
type ended interface{ end() *ending }

func (e *ending) end() *ending { return e }

// ending finds the ending of the step that makes v, nil if there is none.
func (b *builder) ending(v value) *ending {
	if v.step < 0 {
		return nil
	}
	if o, ok := b.steps[v.step].op.(ended); ok {
		return o.end()
	}
	return nil
}

// then appends an activation, if there is room for it.
func (e *ending) then(o activation) bool {
	switch {
	case e.first == nil && !e.residual:
		e.first = o
	case e.residual && e.second == nil:
		e.second = o
	default:
		return false
	}
	return true
}

// apply ends the sums of one channel: sum is a part of it that begins at value
// from of the output.
func (e *ending) apply(sum []float32, channel, from int, in [][]float32) {
	bias := e.bias[channel]
	if e.whole != nil {
		e.whole.apply(sum, bias, channel)
		return
	}
	if e.first != nil {
		e.first.apply(sum, bias)
	} else {
		for i := range sum {
			sum[i] += bias
		}
	}
	if e.residual {
		res := in[1][from:][:len(sum)]
		for i, r := range res {
			sum[i] += r
		}
	}
	if e.second != nil {
		e.second.apply(sum, 0)
	}
}
