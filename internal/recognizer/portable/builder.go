package portable

import (
	"errors"
	"fmt"

	"blobsight/internal/recognizer/wire"
)

// value is a named tensor of the graph: a constant, or the content of a store
// seen in some shape.
type value struct {
	constant *tensor // nil for what is computed
	shape    shape
	store    int     // where it is kept
	step     int     // which step makes it; -1 for the input and for other shapes of a store
	coding   *coding // of whole numbers, as which the values are kept; nil for real ones
}

// step is an op with the stores that it reads and writes.
type step struct {
	name string // operator and node, for errors
	op   op
	in   []int
	out  int
}

// builder turns a graph into steps, node by node.
type builder struct {
	opset   int64
	threads int
	values  map[string]value
	readers map[string][]*node // of each name; nil for the caller, who reads outputs
	fused   map[*node]bool     // nodes that another one does along
	given   shape              // of the input
	steps   []step
	stores  []int // size of each store; store 0 is the input
	budget  int   // weights that may still be packed, in values
}

// newBuilder declares the constants and the input of the graph. FileSize bounds
// the memory for weights: nodes may share a constant, and each packs its own.
func newBuilder(m *model, threads, fileSize int) (*builder, error) {
	b := &builder{
		opset: m.opset, threads: threads, budget: 1<<16 + 4*fileSize,
		values: map[string]value{}, readers: map[string][]*node{}, fused: map[*node]bool{},
	}
	for _, t := range m.graph.constants {
		b.values[t.name] = value{constant: t}
	}
	var inputs []valueInfo
	for _, v := range m.graph.inputs { // old files list the constants, too
		if _, constant := b.values[v.name]; !constant {
			inputs = append(inputs, v)
		}
	}
	if len(inputs) != 1 || len(m.graph.outputs) == 0 {
		return nil, fmt.Errorf("the graph has %d inputs and %d outputs, expected one input and at least one output",
			len(inputs), len(m.graph.outputs))
	}
	s, err := inputs[0].shape()
	if err != nil {
		return nil, err
	}
	b.given, b.stores = s, []int{s.size()}
	b.values[inputs[0].name] = value{shape: s, step: -1}

	for _, n := range m.graph.nodes {
		for _, name := range n.inputs {
			b.readers[name] = append(b.readers[name], n)
		}
	}
	for _, v := range m.graph.outputs {
		b.readers[v.name] = append(b.readers[v.name], nil)
	}
	return b, nil
}

// add plans one node.
func (b *builder) add(n *node) error {
	if b.fused[n] {
		return nil
	}
	plan := plannerOf(n)
	if plan == nil {
		op := n.op
		if !standardDomain(n.domain) {
			op = n.domain + "." + op
		}
		return fmt.Errorf("operator %s (node %q) is not supported", op, n.name)
	}
	err := n.oneOutput()
	if err == nil {
		err = plan(b, n, newAttributes(n.attributes))
	}
	if err != nil {
		return fmt.Errorf("operator %s (node %q): %w", n.op, n.name, err)
	}
	return nil
}

// oneOutput refuses the optional outputs of Dropout and MaxPool. Split alone has
// several.
func (n *node) oneOutput() error {
	if n.op == "Split" {
		return nil
	}
	for i, name := range n.outputs {
		if i > 0 && name != "" {
			return fmt.Errorf("output %d (%q) is not supported", i, name)
		}
	}
	if len(n.outputs) == 0 || n.outputs[0] == "" {
		return errors.New("it has no output")
	}
	return nil
}

// arity checks the number of inputs.
func (n *node) arity(least, most int) error {
	if len(n.inputs) < least || len(n.inputs) > most {
		return fmt.Errorf("it has %d inputs, expected %d to %d", len(n.inputs), least, most)
	}
	return nil
}

// has reports whether an optional input is there.
func (n *node) has(i int) bool { return i < len(n.inputs) && n.inputs[i] != "" }

// lookup finds input i of a node, which must be of real numbers or a constant.
func (b *builder) lookup(n *node, i int) (value, error) {
	v, err := b.find(n, i)
	if err == nil && v.coding != nil {
		err = fmt.Errorf("input %d (%q) is quantized, which is not supported there", i, n.inputs[i])
	}
	return v, err
}

// find finds input i of a node, of whichever kind.
func (b *builder) find(n *node, i int) (value, error) {
	if !n.has(i) {
		return value{}, fmt.Errorf("input %d is missing", i)
	}
	v, ok := b.values[n.inputs[i]]
	if !ok {
		return value{}, fmt.Errorf("input %d (%q) is made by no node before it", i, n.inputs[i])
	}
	return v, nil
}

// input finds input 0, which must be computed.
func (b *builder) input(n *node) (value, error) {
	v, err := b.lookup(n, 0)
	if err == nil && v.constant != nil {
		err = fmt.Errorf("input 0 (%q) is a constant; only computed values are supported there", n.inputs[0])
	}
	return v, err
}

// either finds input 0, which must be computed and may be quantized.
func (b *builder) either(n *node) (value, error) {
	v, err := b.find(n, 0)
	if err == nil && v.constant != nil {
		return b.input(n) // which says that it is a constant
	}
	return v, err
}

// constant finds an input that is known already.
func (b *builder) constant(n *node, i int) (*tensor, error) {
	v, err := b.lookup(n, i)
	if err == nil && v.constant == nil {
		err = fmt.Errorf("input %d (%q) is computed; only constants are supported there", i, n.inputs[i])
	}
	return v.constant, err
}

// emit appends a step that computes the output of n.
func (b *builder) emit(n *node, o op, s shape, in ...value) error {
	return b.emitAs(n, n.outputs[0], o, s, in...)
}

// emitAs appends a step that computes the value of that name.
func (b *builder) emitAs(n *node, name string, o op, s shape, in ...value) error {
	s, err := checked(s)
	if err != nil {
		return err
	}
	if len(b.steps) == wire.MaxRepeated { // Split makes several
		return fmt.Errorf("the model has more than %d steps", wire.MaxRepeated)
	}
	st := step{name: fmt.Sprintf("%s (node %q)", n.op, n.name), op: o, out: len(b.stores)}
	for _, v := range in {
		st.in = append(st.in, v.store)
	}
	b.stores = append(b.stores, s.size())
	b.steps = append(b.steps, st)
	return b.defineAs(name, value{shape: s, store: st.out, step: len(b.steps) - 1})
}

// define names the output of n.
func (b *builder) define(n *node, v value) error { return b.defineAs(n.outputs[0], v) }

// defineAs gives a value a name. A name is given once.
func (b *builder) defineAs(name string, v value) error {
	if _, twice := b.values[name]; twice {
		return fmt.Errorf("value %q is made twice", name)
	}
	b.values[name] = v
	return nil
}

// weights reserves memory for packed weights and the like.
func (b *builder) weights(sizes ...int) ([]float32, error) {
	n := 1
	for _, s := range sizes {
		if s > 0 && n > b.budget/s {
			return nil, errors.New("the weights need far more memory than the file has bytes")
		}
		n *= s
	}
	b.budget -= n
	return make([]float32, n), nil
}

// onlyReader reports whether input i of n is read by nobody else, so that the
// step that makes it may make the output of n at once.
func (b *builder) onlyReader(n *node, i int) bool { return len(b.readers[n.inputs[i]]) == 1 }
