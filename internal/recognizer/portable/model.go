package portable

import (
	"errors"
	"fmt"

	"blobsight/internal/recognizer/wire"
)

// model is the part of an ONNX file that is needed to run it.
type model struct {
	opset int64 // version of the standard operator set
	graph *graph
}

// graph is a list of nodes, each of which reads values made before it.
type graph struct {
	nodes     []*node
	constants []*tensor // the initializers
	inputs    []valueInfo
	outputs   []valueInfo
}

// node is one use of an operator.
type node struct {
	name, op, domain string
	inputs, outputs  []string // names of values; "" for an optional one that is absent
	attributes       []attribute
}

// valueInfo declares an input or output.
type valueInfo struct {
	name     string
	elem     int64
	hasShape bool
	dims     []int64 // 0 or less: open
}

// parseModel reads a ModelProto.
func parseModel(b []byte) (*model, error) {
	m := &model{}
	err := wire.Scan("model", b, func(f wire.Field) error {
		body, err := []byte(nil), error(nil)
		switch f.Number {
		case 7, 8, 20, 25:
			body, err = f.Message()
		}
		if err != nil {
			return err
		}
		switch f.Number {
		case 7:
			if m.graph != nil {
				return errors.New("there are two graphs")
			}
			m.graph, err = parseGraph(body)
		case 8:
			err = m.parseOpset(body)
		case 20:
			err = errors.New("training information is not supported")
		case 25:
			err = errors.New("functions of the model's own are not supported")
		}
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case m.graph == nil:
		return nil, errors.New("there is no graph: this is no ONNX model")
	case m.opset < 7 || m.opset > 25:
		return nil, fmt.Errorf("operator set version %d is not supported, only 7 to 25", m.opset)
	}
	return m, nil
}

func (m *model) parseOpset(b []byte) error {
	var domain string
	var version int64
	err := wire.Scan("operator set", b, func(f wire.Field) (err error) {
		switch f.Number {
		case 1:
			err = f.Text(&domain)
		case 2:
			err = f.Integer(&version)
		}
		return err
	})
	if standardDomain(domain) {
		m.opset = version
	}
	return err
}

func standardDomain(domain string) bool { return domain == "" || domain == "ai.onnx" }

// parseGraph reads a GraphProto.
func parseGraph(b []byte) (*graph, error) {
	g := &graph{}
	err := wire.Scan("graph", b, func(f wire.Field) error {
		switch f.Number {
		case 1:
			return wire.Append(&g.nodes, f, parseNode)
		case 5:
			return wire.Append(&g.constants, f, parseTensor)
		case 11:
			return wire.Append(&g.inputs, f, parseValueInfo)
		case 12:
			return wire.Append(&g.outputs, f, parseValueInfo)
		case 15:
			return errors.New("sparse initializers are not supported")
		}
		return nil
	})
	return g, err
}

// parseNode reads a NodeProto.
func parseNode(b []byte) (*node, error) {
	n := &node{}
	err := wire.Scan("node", b, func(f wire.Field) error {
		switch f.Number {
		case 1:
			return f.Texts(&n.inputs)
		case 2:
			return f.Texts(&n.outputs)
		case 3:
			return f.Text(&n.name)
		case 4:
			return f.Text(&n.op)
		case 5:
			return wire.Append(&n.attributes, f, parseAttribute)
		case 7:
			return f.Text(&n.domain)
		}
		return nil
	})
	if err == nil && n.op == "" {
		err = fmt.Errorf("node %q has no operator", n.name)
	}
	return n, err
}
