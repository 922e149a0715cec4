package portable

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"blobsight/internal/recognizer/wire"
)

// Element types of ONNX that are understood.
const (
	typeFloat = 1
	typeUint8 = 2
	typeInt8  = 3
	typeInt32 = 6
	typeInt64 = 7
)

// tensor is a constant of the model. Its values are decoded when asked for.
type tensor struct {
	name   string
	dims   []int64
	elem   int64
	raw    []byte // little-endian values; part of the file
	floats []float32
	ints   []int64
	small  []int64 // of the types of 32 bits and less
}

// parseTensor reads a TensorProto.
func parseTensor(b []byte) (*tensor, error) {
	t := &tensor{}
	err := wire.Scan("tensor", b, func(f wire.Field) (err error) {
		switch f.Number {
		case 1:
			err = f.Integers(&t.dims)
		case 2:
			err = f.Integer(&t.elem)
		case 4:
			err = f.Floats(&t.floats)
		case 5:
			err = f.Integers(&t.small)
		case 7:
			err = f.Integers(&t.ints)
		case 8:
			err = f.Text(&t.name)
		case 9:
			t.raw, err = f.Message()
		case 3:
			err = errors.New("tensors in segments are not supported")
		case 13:
			err = errors.New("data in other files is not supported")
		}
		return err
	})
	if err != nil && t.name != "" {
		return nil, fmt.Errorf("%q: %w", t.name, err)
	}
	return t, err
}

// shape gives the dimensions, checked. Empty tensors are refused: no operator
// of the set has a use for one.
func (t *tensor) shape() (shape, error) {
	s := make(shape, min(len(t.dims), maxRank+1))
	for i := range s {
		if t.dims[i] < 0 || t.dims[i] > maxElements {
			return nil, fmt.Errorf("tensor %q has a dimension of %d", t.name, t.dims[i])
		}
		s[i] = int(t.dims[i])
	}
	s, err := checked(s)
	if err != nil {
		return nil, fmt.Errorf("tensor %q: %w", t.name, err)
	}
	return s, nil
}

// float32s gives the values and the shape of a float32 tensor. The values may
// be shared with other callers.
func (t *tensor) float32s() ([]float32, shape, error) {
	s, err := t.expect(typeFloat, "float32")
	if err != nil {
		return nil, nil, err
	}
	if t.floats != nil {
		return t.floats, s, t.count(len(t.floats), s)
	}
	if err := t.bytes(s, 4); err != nil {
		return nil, nil, err
	}
	return wire.Float32s(t.raw), s, nil
}

// int64s gives the values of an int64 tensor.
func (t *tensor) int64s() ([]int64, error) {
	s, err := t.expect(typeInt64, "int64")
	if err != nil {
		return nil, err
	}
	if t.ints != nil {
		return t.ints, t.count(len(t.ints), s)
	}
	if err := t.bytes(s, 8); err != nil {
		return nil, err
	}
	v := make([]int64, s.size())
	for i := range v {
		v[i] = int64(binary.LittleEndian.Uint64(t.raw[8*i:])) //nolint:gosec // two's complement
	}
	return v, nil
}

// int32s gives the values of an int32 tensor.
func (t *tensor) int32s() ([]int64, error) {
	s, err := t.expect(typeInt32, "int32")
	if err != nil {
		return nil, err
	}
	if t.small != nil {
		return t.small, errors.Join(t.count(len(t.small), s), t.within(math.MinInt32, math.MaxInt32))
	}
	if err := t.bytes(s, 4); err != nil {
		return nil, err
	}
	v := make([]int64, s.size())
	for i := range v {
		v[i] = int64(int32(binary.LittleEndian.Uint32(t.raw[4*i:]))) //nolint:gosec // two's complement
	}
	return v, nil
}

// bytes8 gives the values and the shape of a tensor of whole numbers of 8 bits,
// signed or not.
func (t *tensor) bytes8() ([]int64, shape, error) {
	if t.elem != typeUint8 && t.elem != typeInt8 {
		return nil, nil, fmt.Errorf("tensor %q has element type %d, expected uint8 (%d) or int8 (%d)", t.name, t.elem, typeUint8, typeInt8)
	}
	s, err := t.shape()
	if err != nil {
		return nil, nil, err
	}
	if t.small != nil {
		lo, hi := int64(0), int64(math.MaxUint8)
		if t.elem == typeInt8 {
			lo, hi = math.MinInt8, math.MaxInt8
		}
		return t.small, s, errors.Join(t.count(len(t.small), s), t.within(lo, hi))
	}
	if err := t.bytes(s, 1); err != nil {
		return nil, nil, err
	}
	v := make([]int64, s.size())
	for i, q := range t.raw {
		v[i] = int64(q)
		if t.elem == typeInt8 {
			v[i] = int64(int8(q)) //nolint:gosec // two's complement
		}
	}
	return v, s, nil
}

// scalar gives the value of a float32 tensor of one element.
func (t *tensor) scalar() (float32, error) {
	v, s, err := t.float32s()
	if err != nil {
		return 0, err
	}
	if len(v) != 1 {
		return 0, fmt.Errorf("tensor %q has shape %v, expected one value", t.name, s)
	}
	return v[0], nil
}

func (t *tensor) expect(elem int64, name string) (shape, error) {
	if t.elem != elem {
		return nil, fmt.Errorf("tensor %q has element type %d, expected %s (%d)", t.name, t.elem, name, elem)
	}
	return t.shape()
}

func (t *tensor) count(got int, s shape) error {
	if got != s.size() {
		return fmt.Errorf("tensor %q has %d values, its shape %v asks for %d", t.name, got, s, s.size())
	}
	return nil
}

// within checks values that were not written in the bytes that they need.
func (t *tensor) within(lo, hi int64) error {
	for _, v := range t.small {
		if v < lo || v > hi {
			return fmt.Errorf("tensor %q has the value %d, expected %d to %d", t.name, v, lo, hi)
		}
	}
	return nil
}

func (t *tensor) bytes(s shape, each int) error {
	if len(t.raw) != each*s.size() {
		return fmt.Errorf("tensor %q has %d bytes, its shape %v asks for %d", t.name, len(t.raw), s, each*s.size())
	}
	return nil
}
