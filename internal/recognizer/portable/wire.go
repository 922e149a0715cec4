package portable

import (
	"errors"
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// maxRepeated bounds how often a repeated message may occur, so that a file of
// tiny messages cannot grow to many times its size in memory.
const maxRepeated = 1 << 14

var (
	errWireType = errors.New("unexpected wire type")
	errTooMany  = fmt.Errorf("repeated more than %d times", maxRepeated)
)

// field is one field of a protobuf message, not yet interpreted.
type field struct {
	num  protowire.Number
	typ  protowire.Type
	bits uint64 // of a varint, fixed32 or fixed64 field
	data []byte // of a length-delimited field; part of the file, not a copy
}

// scan calls visit for each field of a message. Errors name the message.
func scan(message string, b []byte, visit func(f field) error) error {
	for len(b) > 0 {
		f, n, err := next(b)
		if err == nil {
			err = visit(f)
		}
		if err != nil {
			return fmt.Errorf("%s: field %d: %w", message, f.num, err)
		}
		b = b[n:]
	}
	return nil
}

// next reads the first field of b and gives the number of its bytes.
func next(b []byte) (f field, n int, err error) {
	var tag int
	f.num, f.typ, tag = protowire.ConsumeTag(b)
	if tag < 0 {
		return f, 0, protowire.ParseError(tag)
	}
	b = b[tag:]
	switch f.typ {
	case protowire.VarintType:
		f.bits, n = protowire.ConsumeVarint(b)
	case protowire.Fixed32Type:
		var v uint32
		v, n = protowire.ConsumeFixed32(b)
		f.bits = uint64(v)
	case protowire.Fixed64Type:
		f.bits, n = protowire.ConsumeFixed64(b)
	case protowire.BytesType:
		f.data, n = protowire.ConsumeBytes(b)
	default: // groups, which ONNX does not use
		return f, 0, errWireType
	}
	if n < 0 {
		return f, 0, protowire.ParseError(n)
	}
	return f, tag + n, nil
}

// message gives the content of a length-delimited field.
func (f field) message() ([]byte, error) {
	if f.typ != protowire.BytesType {
		return nil, errWireType
	}
	return f.data, nil
}

// text stores a string field.
func (f field) text(dst *string) error {
	if f.typ != protowire.BytesType {
		return errWireType
	}
	*dst = string(f.data)
	return nil
}

// integer stores an int64 or enum field.
func (f field) integer(dst *int64) error {
	if f.typ != protowire.VarintType {
		return errWireType
	}
	*dst = int64(f.bits) //nolint:gosec // two's complement is how protobuf writes an int64
	return nil
}

// float stores a float field.
func (f field) float(dst *float32) error {
	if f.typ != protowire.Fixed32Type {
		return errWireType
	}
	*dst = math.Float32frombits(uint32(f.bits)) //nolint:gosec // a fixed32 field has 32 bits
	return nil
}

// texts appends one element of a repeated string field.
func (f field) texts(dst *[]string) error {
	if len(*dst) == maxRepeated {
		return errTooMany
	}
	var s string
	err := f.text(&s)
	*dst = append(*dst, s)
	return err
}

// integers appends to a repeated int64 field, packed or not.
func (f field) integers(dst *[]int64) error {
	if f.typ == protowire.VarintType {
		*dst = append(*dst, int64(f.bits)) //nolint:gosec // two's complement, as above
		return nil
	}
	b, err := f.message()
	for err == nil && len(b) > 0 {
		v, n := protowire.ConsumeVarint(b)
		if n < 0 {
			return protowire.ParseError(n)
		}
		*dst = append(*dst, int64(v)) //nolint:gosec // two's complement, as above
		b = b[n:]
	}
	return err
}

// floats appends to a repeated float field, packed or not.
func (f field) floats(dst *[]float32) error {
	if f.typ == protowire.Fixed32Type {
		*dst = append(*dst, math.Float32frombits(uint32(f.bits))) //nolint:gosec // 32 bits, as above
		return nil
	}
	b, err := f.message()
	if err != nil {
		return err
	}
	if len(b)%4 != 0 {
		return fmt.Errorf("%d bytes are no whole number of float32 values", len(b))
	}
	*dst = append(*dst, decodeFloats(b)...)
	return nil
}
