package portable

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	// maxRank bounds the number of dimensions of a tensor; images need 4.
	maxRank = 8
	// maxElements bounds the values of one tensor: 256 MiB of float32.
	maxElements = 1 << 26
)

// shape is the length of a tensor along each dimension; a scalar has none.
type shape []int

// size gives the number of values of a shape that went through checked.
func (s shape) size() int {
	n := 1
	for _, d := range s {
		n *= d
	}
	return n
}

// String writes a shape as people do: 1x3x64x64.
func (s shape) String() string {
	if len(s) == 0 {
		return "scalar"
	}
	parts := make([]string, len(s))
	for i, d := range s {
		parts[i] = strconv.Itoa(d)
	}
	return strings.Join(parts, "x")
}

// checked returns s if its rank and its size are within the limits, so that
// later products of its dimensions cannot overflow.
func checked(s shape) (shape, error) {
	if len(s) > maxRank {
		return nil, fmt.Errorf("shape has %d dimensions, the limit is %d", len(s), maxRank)
	}
	n := 1
	for _, d := range s {
		if d < 1 {
			return nil, fmt.Errorf("shape %v has a dimension less than 1", s)
		}
		if d > maxElements/n {
			return nil, fmt.Errorf("shape %v has more than %d values", s, maxElements)
		}
		n *= d
	}
	return s, nil
}

// split gives the number of values before, along and after one axis.
func (s shape) split(axis int) (outer, length, inner int) {
	return s[:axis].size(), s[axis], s[axis+1:].size()
}

// axis makes an ONNX axis, which may count from the end, an index into s. Limit
// is the highest index allowed.
func (s shape) axis(axis int64, limit int) (int, error) {
	if axis < 0 {
		axis += int64(len(s))
	}
	if axis < 0 || axis > int64(limit) {
		return 0, fmt.Errorf("axis is out of range for shape %v", s)
	}
	return int(axis), nil
}
