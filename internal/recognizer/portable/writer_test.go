package portable_test

import (
	"encoding/binary"
	"math"
	"math/rand/v2"

	"google.golang.org/protobuf/encoding/protowire"
)

// The tests write their models themselves, with this small ONNX writer.

type modelSpec struct {
	opset     int64
	input     []int64 // shape of the input "x"
	nodes     []nodeSpec
	constants []tensorSpec
	output    string
	outShape  []int64  // declared shape; nil for none
	more      []string // further outputs
}

type nodeSpec struct {
	op, name, domain string
	in, out          []string
	attrs            map[string]any // float32, int64, string, []int64 or tensorSpec
}

type tensorSpec struct {
	name   string
	dims   []int64
	floats []float32
	ints   []int64
	codes  []int64 // of type elem: uint8 (2), int8 (3), int32 (6) or float16 (10)
	elem   int64
	packed bool // float_data, int64_data and int32_data in place of raw_data
}

type message []byte

func (m message) bytes(num protowire.Number, v []byte) message {
	return protowire.AppendBytes(protowire.AppendTag(m, num, protowire.BytesType), v)
}

func (m message) text(num protowire.Number, v string) message { return m.bytes(num, []byte(v)) }

func (m message) int(num protowire.Number, v int64) message {
	return protowire.AppendVarint(protowire.AppendTag(m, num, protowire.VarintType), uint64(v))
}

func (m message) float(num protowire.Number, v float32) message {
	return protowire.AppendFixed32(protowire.AppendTag(m, num, protowire.Fixed32Type), math.Float32bits(v))
}

func packedInts(v []int64) (b []byte) {
	for _, x := range v {
		b = protowire.AppendVarint(b, uint64(x))
	}
	return b
}

func rawFloats(v []float32) (b []byte) {
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

func rawInts(v []int64) (b []byte) {
	for _, x := range v {
		b = binary.LittleEndian.AppendUint64(b, uint64(x))
	}
	return b
}

func rawCodes(v []int64, elem int64) (b []byte) {
	for _, x := range v {
		switch elem {
		case 6:
			b = binary.LittleEndian.AppendUint32(b, uint32(x))
		case 10:
			b = binary.LittleEndian.AppendUint16(b, uint16(x))
		default:
			b = append(b, byte(x))
		}
	}
	return b
}

func (s modelSpec) encode() []byte {
	var g message
	for _, n := range s.nodes {
		g = g.bytes(1, n.encode())
	}
	for _, c := range s.constants {
		g = g.bytes(5, c.encode())
	}
	g = g.bytes(11, valueInfo("x", s.input))
	g = g.bytes(12, valueInfo(s.output, s.outShape))
	for _, name := range s.more {
		g = g.bytes(12, valueInfo(name, nil))
	}
	opset := message(nil).text(1, "").int(2, s.opset)
	return message(nil).int(1, 8).text(2, "test").bytes(8, opset).bytes(7, g)
}

func (n nodeSpec) encode() []byte {
	var m message
	for _, v := range n.in {
		m = m.text(1, v)
	}
	for _, v := range n.out {
		m = m.text(2, v)
	}
	m = m.text(3, n.name).text(4, n.op).text(7, n.domain)
	for name, v := range n.attrs {
		a := message(nil).text(1, name)
		switch v := v.(type) {
		case float32:
			a = a.float(2, v).int(20, 1)
		case int64:
			a = a.int(3, v).int(20, 2)
		case string:
			a = a.text(4, v).int(20, 3)
		case tensorSpec:
			a = a.bytes(5, v.encode()).int(20, 4)
		case []int64:
			a = a.bytes(8, packedInts(v)).int(20, 7)
		}
		m = m.bytes(5, a)
	}
	return m
}

func (t tensorSpec) encode() []byte {
	var m message
	for _, d := range t.dims { // not packed, as older exporters write them
		m = m.int(1, d)
	}
	m = m.text(8, t.name)
	switch {
	case t.codes != nil && t.packed:
		m = m.int(2, t.elem).bytes(5, packedInts(t.codes))
	case t.codes != nil:
		m = m.int(2, t.elem).bytes(9, rawCodes(t.codes, t.elem))
	case t.ints != nil && t.packed:
		m = m.int(2, 7).bytes(7, packedInts(t.ints))
	case t.ints != nil:
		m = m.int(2, 7).bytes(9, rawInts(t.ints))
	case t.packed:
		m = m.int(2, 1).bytes(4, rawFloats(t.floats))
	default:
		m = m.int(2, 1).bytes(9, rawFloats(t.floats))
	}
	return m
}

func valueInfo(name string, dims []int64) []byte {
	tensor := message(nil).int(1, 1)
	if dims != nil {
		var s message
		for _, d := range dims {
			dim := message(nil).int(1, d)
			if d <= 0 {
				dim = message(nil).text(2, "open")
			}
			s = s.bytes(1, dim)
		}
		tensor = tensor.bytes(2, s)
	}
	return message(nil).text(1, name).bytes(2, message(nil).bytes(1, tensor))
}

// random makes n values in -1…1.
func random(r *rand.Rand, n int) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = 2*r.Float32() - 1
	}
	return v
}

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

func size(dims ...int64) int {
	n := int64(1)
	for _, d := range dims {
		n *= d
	}
	return int(n)
}
