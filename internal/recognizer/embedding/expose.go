package embedding

import (
	"errors"
	"fmt"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"

	"blobsight/internal/recognizer/wire"
)

// Numbers of fields of ONNX.
const (
	graphField  = 7  // of a ModelProto
	nodeField   = 1  // of a GraphProto
	outputField = 12 // of a GraphProto
	typeFloat   = 1  // an element type
)

// Model is a classifier that gives the embedding, too.
type Model struct {
	File    []byte   // the ONNX file with one more output
	Outputs []string // what to ask an engine for: what was wanted, and the embedding as the last one
	Tensor  string   // what the embedding is made of, a name of the file
}

// Expose adds the embedding to the outputs of the model in an ONNX file, which
// is not changed. It is float32, however the network computes. Its tensor is
// the one that is named; "" finds it: what the last layer with weights before
// the first output makes its values of, and where that layer is a convolution,
// the mean of each channel. Outputs are the names of those that are wanted, and
// empty for all of the file. The error says why there is no embedding.
func Expose(file []byte, tensor string, outputs []string) (Model, error) {
	g, body, err := parseModel(file)
	if err != nil {
		return Model{}, fmt.Errorf("read ONNX model: %w", err)
	}
	if len(outputs) == 0 {
		outputs = g.outputs
	}
	if len(outputs) == 0 {
		return Model{}, errors.New("read ONNX model: the model has no output")
	}
	t, err := g.choose(tensor, outputs[0])
	if err != nil {
		return Model{}, err
	}
	name := "embedding"
	for g.makers[name] != nil || g.constants[name] || slices.Contains(g.outputs, name) {
		name += "_"
	}
	return Model{
		File:    extend(file, body, t.nodes(name)),
		Outputs: append(slices.Clone(outputs), name),
		Tensor:  t.name,
	}, nil
}

// source is the tensor that the embedding is made of.
type source struct {
	name   string
	coding []string // names of its scale and zero point, where it has whole numbers
	pooled bool     // it has pixels, of which the mean is taken
}

// choose finds the tensor of that name, or the one before the last layer.
func (g *graph) choose(tensor, output string) (source, error) {
	found, layer, err := g.find(output)
	switch {
	case tensor == "" && err != nil:
		return source{}, fmt.Errorf("the tensor that is the embedding was not found, name it: %w", err)
	case tensor == "" && g.makers[found] == nil:
		return source{}, fmt.Errorf("there is no embedding: %s reads the picture itself, %q", layer, found)
	case tensor == "":
		return source{found, g.coding(found), layer.op == "Conv" || layer.op == "FusedConv" || layer.op == "QLinearConv"}, nil
	case g.makers[tensor] != nil && g.computed(tensor):
		return source{name: tensor, coding: g.coding(tensor)}, nil
	case err != nil:
		return source{}, fmt.Errorf("no node makes a tensor %q of the picture", tensor)
	}
	return source{}, fmt.Errorf("no node makes a tensor %q of the picture; the last layer reads %q", tensor, found)
}

// nodes makes what is added to the graph: nodes that turn the tensor into the
// embedding, and the declaration of an output of that name.
func (s source) nodes(name string) message {
	type step struct {
		op    string
		more  []string
		attrs message
	}
	var steps []step
	if s.coding != nil {
		steps = append(steps, step{op: "DequantizeLinear", more: s.coding})
	}
	if s.pooled {
		steps = append(steps, step{op: "GlobalAveragePool"})
	}
	if s.coding == nil { // of float16, or, which costs nothing, of float32
		to := message(nil).text(1, "to").integer(3, typeFloat).integer(20, 2)
		steps = append(steps, step{op: "Cast", attrs: message(nil).message(5, to)})
	}
	var m message
	in := s.name
	for i, st := range steps {
		out := name
		if i < len(steps)-1 {
			out = name + "/" + st.op
		}
		n := message(nil).text(1, in)
		for _, more := range st.more {
			n = n.text(1, more)
		}
		n = n.text(2, out).text(4, st.op)
		m, in = m.message(nodeField, append(n, st.attrs...)), out
	}
	tensor := message(nil).integer(1, typeFloat)
	return m.message(outputField, message(nil).text(1, name).message(2, message(nil).message(1, tensor)))
}

// extend copies a file and appends fields to its graph.
func extend(file, graph []byte, more message) []byte {
	m := make(message, 0, len(file)+len(more)+protowire.SizeVarint(uint64(len(file))))
	_ = wire.Scan("model", file, func(f wire.Field) error { // it was read before
		if f.Number == graphField {
			m = protowire.AppendTag(m, graphField, protowire.BytesType)
			m = protowire.AppendVarint(m, uint64(len(graph)+len(more)))
			m = append(append(m, graph...), more...)
		} else {
			m = append(m, f.Raw...)
		}
		return nil
	})
	return m
}
