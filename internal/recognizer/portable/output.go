package portable

import (
	"fmt"
	"slices"
)

// outputs finds the values that Run returns: those of the names wanted, or all
// that the file declares.
func (b *builder) outputs(declared []valueInfo, wanted []string) ([]value, error) {
	names := make([]string, len(declared))
	at := make(map[string]int, len(declared))
	for i := range declared {
		names[i] = declared[i].name
		at[names[i]] = i
	}
	if len(wanted) == 0 {
		wanted = names
	}
	out := make([]value, len(wanted))
	for i, name := range wanted {
		d, ok := at[name]
		if !ok {
			return nil, fmt.Errorf("there is no output %q, only %q", name, names)
		}
		v, err := b.output(&declared[d])
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

// output finds one value that the file declares as an output.
func (b *builder) output(declared *valueInfo) (value, error) {
	v, ok := b.values[declared.name]
	if !ok || v.constant != nil {
		return value{}, fmt.Errorf("output %q is computed by no node", declared.name)
	}
	if v.coding != nil {
		return value{}, fmt.Errorf("output %q is quantized; a DequantizeLinear has to follow", declared.name)
	}
	if !declared.agrees(v.shape) {
		return value{}, fmt.Errorf("output %q has shape %v, the file declares %v", declared.name, v.shape, declared.dims)
	}
	return v, nil
}

// needed leaves out the steps that no output depends on: what is computed for
// outputs that are not wanted, or only to learn its shape.
func needed(steps []step, outputs []value) []step {
	read := map[int]bool{}
	for _, v := range outputs {
		read[v.store] = true
	}
	var kept []step
	for _, s := range slices.Backward(steps) {
		if !read[s.out] {
			continue
		}
		for _, in := range s.in {
			read[in] = true
		}
		kept = append(kept, s)
	}
	slices.Reverse(kept)
	return kept
}
