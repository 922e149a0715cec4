package onnx_test

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"blobsight/internal/recognizer/onnx"
	"blobsight/internal/recognizer/portable"
	"blobsight/internal/recognizer/wire"
)

// TestSmallWeights: the embedded model with weights of 32 bits, and the same
// stored in 16 and in 8 bits. Both engines expand them and agree on the outputs, which are near those
// of the model as it was.
func TestSmallWeights(t *testing.T) {
	t.Parallel()
	inputs := embeddedInputs(t)
	file := widened(t, read(t, embedded, "model.onnx"))
	plain := load(t, file, onnx.Options{})
	for name, tt := range map[string]struct {
		shrink    func(name string, dims []int64, values []float32) (tensors []message, expand message)
		share     float64 // of the size of the file, at most
		tolerance float64
	}{
		"float16":                   {halved, 0.51, 0.01},
		"int8":                      {quantized, 0.26, 0.5},
		"int8 with its zero points": {quantizedAt0, 0.26, 0.5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			small := shrunk(t, file, tt.shrink)
			if share := float64(len(small)) / float64(len(file)); share > tt.share {
				t.Errorf("the file has %v of the size", share)
			}
			e := load(t, small, onnx.Options{})
			other, err := portable.Load(small, portable.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range inputs {
				got := runs(t, e, x)
				near(t, "portable", runs(t, other, x)[0], got[0], 1e-4)
				near(t, "weights of 32 bits", got[0], runs(t, plain, x)[0], tt.tolerance)
			}
		})
	}
}

// BenchmarkSmallWeights measures what weights of 8 bits cost a run.
func BenchmarkSmallWeights(b *testing.B) {
	file, x := widened(b, read(b, embedded, "model.onnx")), embeddedInputs(b)[0]
	b.Run("float32", func(b *testing.B) { benchmark(b, file, x) })
	b.Run("float16", func(b *testing.B) { benchmark(b, shrunk(b, file, halved), x) })
	b.Run("int8", func(b *testing.B) { benchmark(b, shrunk(b, file, quantized), x) })
}

// shrunk rewrites the weights of a model, which have 32 bits.
func shrunk(t testing.TB, file []byte, shrink func(string, []int64, []float32) ([]message, message)) []byte {
	t.Helper()
	return rewritten(t, file, func(name string, dims []int64, raw []byte) ([]message, message) {
		return shrink(name, dims, wire.Float32s(raw))
	})
}

// widened stores the weights of the embedded model, which have 16 bits, in 32.
func widened(t testing.TB, file []byte) []byte {
	t.Helper()
	return rewritten(t, file, func(name string, dims []int64, raw []byte) ([]message, message) {
		var wide []byte
		for half := range slices.Chunk(raw, 2) {
			wide = binary.LittleEndian.AppendUint32(wide, math.Float32bits(widen(binary.LittleEndian.Uint16(half))))
		}
		return []message{tensor(name, typeFloat, dims, wide)}, nil
	})
}

// widen reads a finite float16.
func widen(half uint16) float32 {
	sign, exponent, fraction := 1-2*float64(half>>15), int(half>>10&31), float64(half&1023)/1024
	if exponent == 0 {
		return float32(sign * math.Ldexp(fraction, -14))
	}
	return float32(sign * math.Ldexp(1+fraction, exponent-15))
}

// rewritten changes the weights of a model: what has two dimensions or more
// becomes other tensors and, perhaps, a node that makes of them what they were.
func rewritten(t testing.TB, file []byte, change func(name string, dims []int64, raw []byte) ([]message, message)) []byte {
	t.Helper()
	var nodes, rest, model message
	graph := func(f wire.Field) error {
		if f.Number != 5 {
			rest = append(rest, f.Raw...)
			return nil
		}
		var name string
		var dims []int64
		var raw []byte
		err := f.Inner("tensor", func(f wire.Field) (err error) {
			switch f.Number {
			case 1:
				err = f.Integers(&dims)
			case 8:
				err = f.Text(&name)
			case 9:
				raw, err = f.Message()
			}
			return err
		})
		if len(dims) < 2 {
			rest = append(rest, f.Raw...)
			return err
		}
		tensors, expand := change(name, dims, raw)
		for _, tensor := range tensors {
			rest = rest.bytes(5, tensor)
		}
		if expand != nil {
			nodes = nodes.bytes(1, expand)
		}
		return err
	}
	err := wire.Scan("model", file, func(f wire.Field) error {
		if f.Number != 7 {
			model = append(model, f.Raw...)
			return nil
		}
		return f.Inner("graph", graph)
	})
	if err != nil {
		t.Fatal(err)
	}
	return model.bytes(7, append(nodes, rest...))
}

// attribute is a whole number that is a setting of a node.
func attribute(name string, value int64) message {
	return message(nil).bytes(5, message(nil).bytes(1, []byte(name)).int(3, value).int(20, 2))
}

// tensor is a constant.
func tensor(name string, elem int64, dims []int64, raw []byte) message {
	var m message
	for _, d := range dims {
		m = m.int(1, d)
	}
	return m.int(2, elem).bytes(8, []byte(name)).bytes(9, raw)
}

// halved stores weights as float16.
func halved(name string, dims []int64, values []float32) ([]message, message) {
	var raw []byte
	for _, v := range values {
		sign, size := math.Float32bits(v)>>31<<15, math.Abs(float64(v))
		half := uint32(math.Round(size * (1 << 24))) // subnormal
		if half >= 1<<10 {
			half = (math.Float32bits(float32(size))+1<<12)>>13 - (127-15)<<10
		}
		raw = binary.LittleEndian.AppendUint16(raw, uint16(sign|half))
	}
	const float16 = 10
	cast := append(node("Cast", []string{name + "/small"}, []string{name}), attribute("to", typeFloat)...)
	return []message{tensor(name+"/small", float16, dims, raw)}, cast
}

// quantized stores weights as int8, with a scale for each output.
func quantized(name string, dims []int64, values []float32) ([]message, message) {
	var raw, scales []byte
	for row := range dims[0] {
		own := values[row*int64(len(values))/dims[0]:][:int64(len(values))/dims[0]]
		largest := 1e-6
		for _, v := range own {
			largest = max(largest, math.Abs(float64(v)))
		}
		scales = binary.LittleEndian.AppendUint32(scales, math.Float32bits(float32(largest/127)))
		for _, v := range own {
			raw = append(raw, byte(int8(math.Round(float64(v)*127/largest))))
		}
	}
	const int8Type = 3
	expand := append(node("DequantizeLinear", []string{name + "/small", name + "/scale"}, []string{name}), attribute("axis", 0)...)
	return []message{tensor(name+"/small", int8Type, dims, raw), tensor(name+"/scale", typeFloat, dims[:1], scales)}, expand
}

// quantizedAt0 is quantized with zero points, which are 0.
func quantizedAt0(name string, dims []int64, values []float32) ([]message, message) {
	tensors, expand := quantized(name, dims, values)
	const int8Type = 3
	tensors = append(tensors, tensor(name+"/zero", int8Type, dims[:1], make([]byte, dims[0])))
	return tensors, expand.bytes(protowire.Number(1), []byte(name+"/zero"))
}
