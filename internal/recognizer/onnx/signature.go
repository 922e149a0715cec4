//go:build cgo

package onnx

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	ort "github.com/yalue/onnxruntime_go"
)

// maxInput bounds what a model may take, in values.
const maxInput = 1 << 26

// signature is what a model takes and gives.
type signature struct {
	input   string
	shape   ort.Shape // of the input, without open dimensions
	size    int       // values of the input
	outputs []string
	sizes   []int // values of each output; 0 where the model leaves it open
	small   bool  // weights are stored in 8 bits and computed with as real numbers
}

// resolve holds what was asked for against what the model has.
func resolve(inputs, outputs []ort.InputOutputInfo, opt Options) (*signature, error) {
	in, err := chooseInput(inputs, opt.Input)
	if err != nil {
		return nil, err
	}
	s := &signature{input: in.Name}
	if s.shape, err = fixShape(in, opt.InputShape); err != nil {
		return nil, err
	}
	size := int64(1)
	for _, d := range s.shape {
		if size > maxInput/d {
			return nil, fmt.Errorf("input %q has shape %v, more than %d values", in.Name, s.shape, maxInput)
		}
		size *= d
	}
	s.size = int(size)
	if s.outputs, err = chooseOutputs(outputs, opt.Outputs); err != nil {
		return nil, err
	}
	for _, name := range s.outputs {
		at := slices.IndexFunc(outputs, func(o ort.InputOutputInfo) bool { return o.Name == name })
		s.sizes = append(s.sizes, sizeOf(outputs[at].Dimensions))
	}
	return s, nil
}

// sizeOf is the number of values of a shape whose first dimension (the batch)
// is 1 if it is open; 0 if another one is open, or the shape is out of all bounds.
func sizeOf(shape ort.Shape) int {
	size := int64(1)
	for i, d := range shape {
		if i == 0 && d <= 0 {
			d = 1
		}
		if d <= 0 || size > maxInput/d {
			return 0
		}
		size *= d
	}
	return int(size)
}

func chooseInput(inputs []ort.InputOutputInfo, name string) (*ort.InputOutputInfo, error) {
	at := 0
	switch {
	case len(inputs) == 0:
		return nil, errors.New("the model has no input")
	case name == "" && len(inputs) > 1:
		return nil, fmt.Errorf("the model has several inputs (%s); name one of them", names(inputs))
	case name != "":
		at = slices.IndexFunc(inputs, func(i ort.InputOutputInfo) bool { return i.Name == name })
	}
	switch {
	case at < 0:
		return nil, fmt.Errorf("the model has no input %q; it has %s", name, names(inputs))
	case len(inputs) > 1:
		return nil, fmt.Errorf("the model needs %d inputs (%s); models with one are supported", len(inputs), names(inputs))
	}
	in := &inputs[at]
	if err := checkType("input", in); err != nil {
		return nil, err
	}
	return in, nil
}

func chooseOutputs(outputs []ort.InputOutputInfo, want []string) ([]string, error) {
	if len(want) == 0 {
		for _, o := range outputs {
			want = append(want, o.Name)
		}
	}
	if len(want) == 0 {
		return nil, errors.New("the model has no output")
	}
	for i, name := range want {
		at := slices.IndexFunc(outputs, func(o ort.InputOutputInfo) bool { return o.Name == name })
		switch {
		case at < 0:
			return nil, fmt.Errorf("the model has no output %q; it has %s", name, names(outputs))
		case slices.Contains(want[:i], name):
			return nil, fmt.Errorf("output %q is asked for twice", name)
		}
		if err := checkType("output", &outputs[at]); err != nil {
			return nil, err
		}
	}
	return slices.Clone(want), nil
}

// checkType refuses whatever is not float32 values in a row.
func checkType(role string, i *ort.InputOutputInfo) error {
	switch {
	case i.OrtValueType != ort.ONNXTypeTensor:
		return fmt.Errorf("%s %q is no tensor", role, i.Name)
	case i.DataType != ort.TensorElementDataTypeFloat:
		kind := strings.ToLower(strings.TrimPrefix(i.DataType.String(), "ONNX_TENSOR_ELEMENT_DATA_TYPE_"))
		return fmt.Errorf("%s %q has values of type %s; float is supported", role, i.Name, kind)
	}
	return nil
}

// fixShape gives the shape of the input without open dimensions.
func fixShape(in *ort.InputOutputInfo, want []int64) (ort.Shape, error) {
	have := in.Dimensions
	if len(want) == 0 {
		want = slices.Clone(have)
		if len(want) > 0 && want[0] <= 0 {
			want[0] = 1
		}
	}
	ok := len(want) == len(have) && len(have) > 0
	for i := range have {
		ok = ok && want[i] > 0 && want[i] < math.MaxInt32 && (have[i] <= 0 || have[i] == want[i])
	}
	switch {
	case ok:
		return ort.Shape(want), nil
	case slices.ContainsFunc(want, func(d int64) bool { return d <= 0 }) || len(have) == 0:
		return nil, fmt.Errorf("input %q has the open shape %v; say which shape it shall have", in.Name, have)
	default:
		return nil, fmt.Errorf("input %q has the shape %v (-1 is open), not %v", in.Name, have, want)
	}
}

// names lists inputs or outputs with their shapes, for errors.
func names(infos []ort.InputOutputInfo) string {
	list := make([]string, len(infos))
	for i, info := range infos {
		list[i] = fmt.Sprintf("%q %v", info.Name, info.Dimensions)
	}
	return strings.Join(list, ", ")
}
