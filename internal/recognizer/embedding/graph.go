package embedding

import (
	"errors"
	"fmt"

	"blobsight/internal/recognizer/wire"
)

// graph is what a file says about how tensors are made of one another.
type graph struct {
	nodes     []*node
	constants map[string]bool  // tensors that do not depend on the picture
	makers    map[string]*node // of tensors, by name
	outputs   []string         // names, in the order of the file
}

// node is one use of an operator. Names of tensors are "" for optional ones that
// are absent.
type node struct {
	name, op string
	in, out  []string
}

// input is the name of input i, "" if it is absent.
func (n *node) input(i int) string {
	if i < len(n.in) {
		return n.in[i]
	}
	return ""
}

func (n *node) String() string { return fmt.Sprintf("operator %s (node %q)", n.op, n.name) }

// parseModel finds the graph of a ModelProto; body is its message.
func parseModel(file []byte) (g *graph, body []byte, err error) {
	err = wire.Scan("model", file, func(f wire.Field) (err error) {
		if f.Number != graphField {
			return nil
		}
		if g != nil {
			return errors.New("there are two graphs")
		}
		if body, err = f.Message(); err == nil {
			g, err = parseGraph(body)
		}
		return err
	})
	if err == nil && g == nil {
		err = errors.New("there is no graph: this is no ONNX model")
	}
	return g, body, err
}

// parseGraph reads a GraphProto.
func parseGraph(b []byte) (*graph, error) {
	g := &graph{constants: map[string]bool{}, makers: map[string]*node{}}
	err := wire.Scan("graph", b, func(f wire.Field) error {
		var name string
		switch f.Number {
		case nodeField:
			return wire.Append(&g.nodes, f, parseNode)
		case 5: // a TensorProto
			err := f.Inner("tensor", named(8, &name))
			g.constants[name] = true
			return err
		case outputField:
			err := f.Inner("value", named(1, &name))
			g.outputs = append(g.outputs, name)
			return err
		}
		return nil
	})
	for _, n := range g.nodes {
		constant := true
		for _, name := range n.in {
			constant = constant && (name == "" || g.constants[name])
		}
		for _, name := range n.out {
			if constant {
				g.constants[name] = true
			}
			if name != "" {
				g.makers[name] = n
			}
		}
	}
	return g, err
}

// named reads the name of a message, which is field number of it.
func named(number int32, name *string) func(wire.Field) error {
	return func(f wire.Field) error {
		if int32(f.Number) == number {
			return f.Text(name)
		}
		return nil
	}
}

// parseNode reads a NodeProto.
func parseNode(b []byte) (*node, error) {
	n := &node{}
	err := wire.Scan("node", b, func(f wire.Field) error {
		switch f.Number {
		case 1:
			return f.Texts(&n.in)
		case 2:
			return f.Texts(&n.out)
		case 3:
			return f.Text(&n.name)
		case 4:
			return f.Text(&n.op)
		}
		return nil
	})
	return n, err
}

// computed reports whether a tensor depends on the picture.
func (g *graph) computed(name string) bool { return name != "" && !g.constants[name] }
