package portable

import (
	"fmt"
	"math"
)

// coding says how whole numbers of 8 bits stand for real ones: the number q
// means scale*(q-zero).
//
// The engine keeps q-zero, as float32, and computes with the operators for
// float32: sums of products of whole numbers are exact up to 2^24, and zeros of
// padding mean 0. Results are those of engines that compute with integers, but
// for rare sums that lie in the middle between two numbers.
type coding struct {
	elem  int64 // typeUint8 or typeInt8
	zero  int64
	scale float32
}

// limits bounds q-zero.
func (c coding) limits() limits {
	least := int64(0)
	if c.elem == typeInt8 {
		least = math.MinInt8
	}
	lo := magicBits + int32(least-c.zero) //nolint:gosec // see bytes8
	return limits{lo: lo, hi: lo + math.MaxUint8}
}

// coding reads one scale and one zero point. A zero point that is absent is an
// unsigned 0.
func (b *builder) coding(n *node, scale, zero int) (coding, error) {
	c := coding{elem: typeUint8}
	scales, err := b.scales(n, scale)
	if err != nil {
		return c, err
	}
	if len(scales) != 1 {
		return c, fmt.Errorf("input %d (%q) has %d values; only one scale for the whole tensor is supported", scale, n.inputs[scale], len(scales))
	}
	c.scale = scales[0]
	if !n.has(zero) {
		return c, nil
	}
	t, err := b.constant(n, zero)
	if err != nil {
		return c, err
	}
	zeros, _, err := t.bytes8()
	if err != nil {
		return c, err
	}
	if len(zeros) != 1 {
		return c, fmt.Errorf("input %d (%q) has %d values, expected one zero point", zero, n.inputs[zero], len(zeros))
	}
	c.elem, c.zero = t.elem, zeros[0]
	return c, nil
}

// scales reads positive numbers.
func (b *builder) scales(n *node, i int) ([]float32, error) {
	t, err := b.constant(n, i)
	if err != nil {
		return nil, err
	}
	scales, _, err := t.float32s()
	if err != nil {
		return nil, err
	}
	for _, s := range scales {
		if !(s > 0 && s <= math.MaxFloat32) {
			return nil, fmt.Errorf("input %d (%q) has the scale %v", i, n.inputs[i], s)
		}
	}
	return scales, nil
}

// coded finds input i, a computed tensor of whole numbers, and its coding,
// which the next two inputs give.
func (b *builder) coded(n *node, i int) (value, coding, error) {
	v, err := b.find(n, i)
	if err != nil {
		return v, coding{}, err
	}
	if v.coding == nil {
		return v, coding{}, fmt.Errorf("input %d (%q) is not quantized by a node before", i, n.inputs[i])
	}
	c, err := b.coding(n, i+1, i+2)
	if err == nil && (c.elem != v.coding.elem || c.zero != v.coding.zero) {
		err = fmt.Errorf("input %d (%q) has zero point %d (type %d), but was made with %d (type %d)",
			i, n.inputs[i], c.zero, c.elem, v.coding.zero, v.coding.elem)
	}
	return v, c, err
}

// emitCoded appends a step that makes whole numbers.
func (b *builder) emitCoded(n *node, o op, s shape, c coding, in ...value) error {
	if err := b.emit(n, o, s, in...); err != nil {
		return err
	}
	v := b.values[n.outputs[0]]
	v.coding = &c
	b.values[n.outputs[0]] = v
	return nil
}
