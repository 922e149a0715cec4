package portable

import (
	"fmt"
	"maps"
	"slices"

	"blobsight/internal/recognizer/wire"
)

// Attribute types of ONNX that are understood.
const (
	attrFloat  = 1
	attrInt    = 2
	attrString = 3
	attrTensor = 4
	attrInts   = 7
)

// attribute is one setting of a node.
type attribute struct {
	name   string
	kind   int64
	f      float32
	i      int64
	s      string
	ints   []int64
	tensor *tensor
}

// parseAttribute reads an AttributeProto. Values of a type that is not
// understood are skipped; reading such an attribute is then an error.
func parseAttribute(b []byte) (attribute, error) {
	var a attribute
	err := wire.Scan("attribute", b, func(f wire.Field) (err error) {
		switch f.Number {
		case 1:
			err = f.Text(&a.name)
		case 2:
			err = f.Float(&a.f)
		case 3:
			err = f.Integer(&a.i)
		case 4:
			err = f.Text(&a.s)
		case 5:
			var body []byte
			if body, err = f.Message(); err == nil {
				a.tensor, err = parseTensor(body)
			}
		case 8:
			err = f.Integers(&a.ints)
		case 20:
			err = f.Integer(&a.kind)
		}
		return err
	})
	return a, err
}

// attributes are the settings of one node while it is read. An operator takes
// every one that it knows and then calls done; the first mistake is kept.
type attributes struct {
	left map[string]attribute
	err  error
}

func newAttributes(list []attribute) *attributes {
	a := &attributes{left: make(map[string]attribute, len(list))}
	for _, at := range list {
		if _, twice := a.left[at.name]; twice {
			a.fail("attribute %s is given twice", at.name)
		}
		a.left[at.name] = at
	}
	return a
}

func (a *attributes) fail(format string, args ...any) {
	if a.err == nil {
		a.err = fmt.Errorf(format, args...)
	}
}

func (a *attributes) take(name string, kind int64) (attribute, bool) {
	at, ok := a.left[name]
	delete(a.left, name)
	if ok && at.kind != kind {
		a.fail("attribute %s has type %d, expected %d", name, at.kind, kind)
		return at, false
	}
	return at, ok
}

func (a *attributes) float(name string, fallback float32) float32 {
	if at, ok := a.take(name, attrFloat); ok {
		return at.f
	}
	return fallback
}

func (a *attributes) integer(name string, fallback int64) int64 {
	if at, ok := a.take(name, attrInt); ok {
		return at.i
	}
	return fallback
}

func (a *attributes) text(name, fallback string) string {
	if at, ok := a.take(name, attrString); ok {
		return at.s
	}
	return fallback
}

// integers gives a list, nil when it is absent.
func (a *attributes) integers(name string) []int64 {
	at, _ := a.take(name, attrInts)
	return at.ints
}

func (a *attributes) tensor(name string) *tensor {
	at, _ := a.take(name, attrTensor)
	return at.tensor
}

// onlyZero refuses any value but 0 for an attribute whose other values are not supported.
func (a *attributes) onlyZero(name string) {
	if v := a.integer(name, 0); v != 0 {
		a.fail("attribute %s = %d is not supported, only 0", name, v)
	}
}

// done gives the first mistake; an attribute that nobody took is one.
func (a *attributes) done() error {
	if a.err == nil && len(a.left) > 0 {
		a.fail("attribute %s is not supported", slices.Sorted(maps.Keys(a.left))[0])
	}
	return a.err
}
