package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// MaxRepeated bounds how often a repeated message may occur, so that a file of
// tiny messages cannot grow to many times its size in memory.
const MaxRepeated = 1 << 14

var (
	errType    = errors.New("unexpected wire type")
	errTooMany = fmt.Errorf("repeated more than %d times", MaxRepeated)
)

// Field is one field of a message, not yet interpreted.
type Field struct {
	Number protowire.Number
	Raw    []byte // all of it, with its tag; part of the file, not a copy

	typ  protowire.Type
	bits uint64 // of a varint, fixed32 or fixed64 field
	data []byte // of a length-delimited field; part of the file, not a copy
}

// Scan calls visit for each field of a message. Errors name the message.
func Scan(message string, b []byte, visit func(f Field) error) error {
	for len(b) > 0 {
		f, n, err := next(b)
		if err == nil {
			err = visit(f)
		}
		if err != nil {
			return fmt.Errorf("%s: field %d: %w", message, f.Number, err)
		}
		b = b[n:]
	}
	return nil
}

// next reads the first field of b and gives the number of its bytes.
func next(b []byte) (f Field, n int, err error) {
	whole, tag := b, 0
	f.Number, f.typ, tag = protowire.ConsumeTag(b)
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
		return f, 0, errType
	}
	if n < 0 {
		return f, 0, protowire.ParseError(n)
	}
	n += tag
	f.Raw = whole[:n]
	return f, n, nil
}

// Message gives the content of a length-delimited field.
func (f Field) Message() ([]byte, error) {
	if f.typ != protowire.BytesType {
		return nil, errType
	}
	return f.data, nil
}

// Inner calls visit for each field of the message that f is.
func (f Field) Inner(message string, visit func(f Field) error) error {
	body, err := f.Message()
	if err != nil {
		return err
	}
	return Scan(message, body, visit)
}

// Append reads one element of a repeated message.
func Append[T any](dst *[]T, f Field, parse func([]byte) (T, error)) error {
	if len(*dst) == MaxRepeated {
		return errTooMany
	}
	body, err := f.Message()
	if err != nil {
		return err
	}
	v, err := parse(body)
	if err != nil {
		return err
	}
	*dst = append(*dst, v)
	return nil
}

// Text stores a string field.
func (f Field) Text(dst *string) error {
	if f.typ != protowire.BytesType {
		return errType
	}
	*dst = string(f.data)
	return nil
}

// Integer stores an int64 or enum field.
func (f Field) Integer(dst *int64) error {
	if f.typ != protowire.VarintType {
		return errType
	}
	*dst = int64(f.bits) //nolint:gosec // two's complement is how protobuf writes an int64
	return nil
}

// Float stores a float field.
func (f Field) Float(dst *float32) error {
	if f.typ != protowire.Fixed32Type {
		return errType
	}
	*dst = math.Float32frombits(uint32(f.bits)) //nolint:gosec // a fixed32 field has 32 bits
	return nil
}

// Texts appends one element of a repeated string field.
func (f Field) Texts(dst *[]string) error {
	if len(*dst) == MaxRepeated {
		return errTooMany
	}
	var s string
	err := f.Text(&s)
	*dst = append(*dst, s)
	return err
}

// Integers appends to a repeated int64 field, packed or not.
func (f Field) Integers(dst *[]int64) error {
	if f.typ == protowire.VarintType {
		*dst = append(*dst, int64(f.bits)) //nolint:gosec // two's complement, as above
		return nil
	}
	b, err := f.Message()
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

// Floats appends to a repeated float field, packed or not.
func (f Field) Floats(dst *[]float32) error {
	if f.typ == protowire.Fixed32Type {
		*dst = append(*dst, math.Float32frombits(uint32(f.bits))) //nolint:gosec // 32 bits, as above
		return nil
	}
	b, err := f.Message()
	if err != nil {
		return err
	}
	if len(b)%4 != 0 {
		return fmt.Errorf("%d bytes are no whole number of float32 values", len(b))
	}
	*dst = append(*dst, Float32s(b)...)
	return nil
}

// Float32s reads little-endian float32 values.
func Float32s(b []byte) []float32 {
	v := make([]float32, len(b)/4)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return v
}
