package wire_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"blobsight/internal/recognizer/wire"
)

// message has a field of each kind.
func message() []byte {
	b := protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), 7)
	b = protowire.AppendFixed32(protowire.AppendTag(b, 2, protowire.Fixed32Type), 0x3fc00000)
	b = protowire.AppendFixed64(protowire.AppendTag(b, 3, protowire.Fixed64Type), 1)
	b = protowire.AppendString(protowire.AppendTag(b, 4, protowire.BytesType), "text")
	return protowire.AppendBytes(protowire.AppendTag(b, 5, protowire.BytesType), []byte{1, 2})
}

func TestScan(t *testing.T) {
	t.Parallel()
	var (
		raw     []byte
		number  int64
		float   float32
		text    string
		numbers []int64
	)
	err := wire.Scan("message", message(), func(f wire.Field) error {
		raw = append(raw, f.Raw...)
		switch f.Number {
		case 1:
			return f.Integer(&number)
		case 2:
			return f.Float(&float)
		case 4:
			return f.Text(&text)
		case 5:
			return f.Integers(&numbers)
		}
		return nil
	})
	if err != nil || number != 7 || float != 1.5 || text != "text" || !slices.Equal(numbers, []int64{1, 2}) {
		t.Errorf("got %v, %v, %q, %v, error %v", number, float, text, numbers, err)
	}
	if !bytes.Equal(raw, message()) {
		t.Errorf("the fields are %x, the message is %x", raw, message())
	}
}

// TestRefused: errors name the message and the field.
func TestRefused(t *testing.T) {
	t.Parallel()
	nothing := func(wire.Field) error { return nil }
	for name, tt := range map[string]struct {
		message []byte
		visit   func(wire.Field) error
		says    string
	}{
		"cut off":     {message()[:len(message())-1], nothing, "message: field 5"},
		"group":       {protowire.AppendTag(nil, 9, protowire.StartGroupType), nothing, "field 9: unexpected wire type"},
		"other type":  {message(), func(f wire.Field) error { return f.Text(new(string)) }, "field 1: unexpected wire type"},
		"no message":  {message(), func(f wire.Field) error { return f.Inner("inner", nothing) }, "field 1: unexpected wire type"},
		"inner":       {message()[len(message())-4:], func(f wire.Field) error { return f.Inner("inner", nothing) }, "field 5: inner: field 0"},
		"no floats":   {message()[len(message())-4:], func(f wire.Field) error { return f.Floats(new([]float32)) }, "2 bytes"},
		"repetitions": {bytes.Repeat(protowire.AppendBytes(protowire.AppendTag(nil, 1, protowire.BytesType), nil), wire.MaxRepeated+1), texts(), "more than 16384"},
	} {
		if err := wire.Scan("message", tt.message, tt.visit); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: error %v lacks %q", name, err, tt.says)
		}
	}
}

// texts reads every field as one of many texts.
func texts() func(wire.Field) error {
	var all []string
	return func(f wire.Field) error { return f.Texts(&all) }
}
