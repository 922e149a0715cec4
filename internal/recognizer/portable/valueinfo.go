package portable

import (
	"fmt"

	"blobsight/internal/recognizer/wire"
)

// parseValueInfo reads a ValueInfoProto: name, then type, tensor type, shape
// and dimension, each a message inside the one before.
func parseValueInfo(b []byte) (valueInfo, error) {
	var v valueInfo
	err := wire.Scan("value", b, func(f wire.Field) (err error) {
		switch f.Number {
		case 1:
			err = f.Text(&v.name)
		case 2:
			err = f.Inner("type", v.parseType)
		}
		return err
	})
	return v, err
}

func (v *valueInfo) parseType(f wire.Field) error {
	if f.Number != 1 {
		return nil // sequences, maps: the element type stays 0 and is refused later
	}
	return f.Inner("tensor type", func(f wire.Field) (err error) {
		switch f.Number {
		case 1:
			err = f.Integer(&v.elem)
		case 2:
			v.hasShape = true
			err = f.Inner("shape", v.parseDim)
		}
		return err
	})
}

func (v *valueInfo) parseDim(f wire.Field) error {
	if f.Number != 1 {
		return nil
	}
	if len(v.dims) == maxRank {
		return fmt.Errorf("more than %d dimensions", maxRank)
	}
	var d int64
	err := f.Inner("dimension", func(f wire.Field) error {
		if f.Number == 1 {
			return f.Integer(&d)
		}
		return nil
	})
	v.dims = append(v.dims, d)
	return err
}

// shape gives the declared shape of an input; an open batch dimension becomes 1.
func (v *valueInfo) shape() (shape, error) {
	if v.elem != typeFloat {
		return nil, fmt.Errorf("input %q has element type %d, expected float32 (1)", v.name, v.elem)
	}
	if len(v.dims) == 0 {
		return nil, fmt.Errorf("input %q declares no shape", v.name)
	}
	s := make(shape, len(v.dims))
	for i, d := range v.dims {
		if d <= 0 && i == 0 {
			d = 1
		}
		if d <= 0 || d > maxElements {
			return nil, fmt.Errorf("input %q: dimension %d must be fixed, it is %d or open", v.name, i, d)
		}
		s[i] = int(d)
	}
	if s[0] != 1 {
		return nil, fmt.Errorf("input %q has shape %v: only batches of 1 are supported", v.name, s)
	}
	s, err := checked(s)
	if err != nil {
		return nil, fmt.Errorf("input %q: %w", v.name, err)
	}
	return s, nil
}

// agrees reports whether got fits the declared shape.
func (v *valueInfo) agrees(got shape) bool {
	if !v.hasShape {
		return true
	}
	if len(v.dims) != len(got) {
		return false
	}
	for i, d := range v.dims {
		if d > 0 && d != int64(got[i]) {
			return false
		}
	}
	return true
}
