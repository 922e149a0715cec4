package onnx_test

import "google.golang.org/protobuf/encoding/protowire"

// The tests write their small models themselves.

// Element types of ONNX.
const (
	typeFloat = 1
	typeInt64 = 7
)

type message []byte

func (m message) bytes(num protowire.Number, v []byte) message {
	return protowire.AppendBytes(protowire.AppendTag(m, num, protowire.BytesType), v)
}

func (m message) int(num protowire.Number, v int64) message {
	return protowire.AppendVarint(protowire.AppendTag(m, num, protowire.VarintType), uint64(v))
}

// value declares an input or output; a dimension of 0 is open.
func value(name string, kind int64, shape ...int64) message {
	var dims message
	for _, d := range shape {
		dim := message(nil).bytes(2, []byte("open"))
		if d > 0 {
			dim = message(nil).int(1, d)
		}
		dims = dims.bytes(1, dim)
	}
	tensor := message(nil).int(1, kind).bytes(2, dims)
	return message(nil).bytes(1, []byte(name)).bytes(2, message(nil).bytes(1, tensor))
}

// node is one operation without attributes.
func node(op string, in, out []string) message {
	var m message
	for _, name := range in {
		m = m.bytes(1, []byte(name))
	}
	for _, name := range out {
		m = m.bytes(2, []byte(name))
	}
	return m.bytes(4, []byte(op))
}

// model puts a file together.
func model(nodes, inputs, outputs []message) []byte {
	graph := message(nil).bytes(2, []byte("g"))
	for _, n := range nodes {
		graph = graph.bytes(1, n)
	}
	for _, i := range inputs {
		graph = graph.bytes(11, i)
	}
	for _, o := range outputs {
		graph = graph.bytes(12, o)
	}
	return message(nil).int(1, 8).bytes(7, graph).bytes(8, message(nil).int(2, 13))
}

// negation gives -x as "y" and |x| as "z".
func negation(kind int64, shape ...int64) []byte {
	return model(
		[]message{node("Neg", []string{"x"}, []string{"y"}), node("Abs", []string{"x"}, []string{"z"})},
		[]message{value("x", kind, shape...)},
		[]message{value("y", kind, shape...), value("z", kind, shape...)},
	)
}
