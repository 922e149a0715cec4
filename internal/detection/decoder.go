package detection

import (
	"errors"
	"fmt"
	"math"
)

// head reads the outputs of one family of networks.
type head interface {
	// check says what the head expects where the outputs are too few, too many,
	// or of another size.
	check(outputs [][]float32) error
	// read offers every object that may reach the floor of found. The outputs
	// were checked, and all their values are finite. It ends with the first
	// score that is none.
	read(outputs [][]float32, found *candidates) error
}

// Decoder turns the outputs of a detector into objects. It does not change,
// and may be used by many goroutines at once.
type Decoder struct {
	config Config
	head   head
}

// New checks the configuration and makes a decoder.
func New(c Config) (*Decoder, error) {
	if err := c.Validate(); err != nil {
		return nil, fmt.Errorf("detection: %w", err)
	}
	d := &Decoder{config: c}
	switch c.Head {
	case HeadYOLOX:
		d.head = yolox{grids: grids(c), classes: c.Classes}
	case HeadNanoDet:
		d.head = nanodet{grids: grids(c), classes: c.Classes}
	}
	return d, nil
}

// Decode reads the outputs of one picture, each with its last dimension running
// fastest, and returns the objects from the best to the worst, none if nothing
// was found. YOLOX has one output; NanoDet has the class scores of every stride
// and then the distances of every stride. Another number or size of outputs,
// values that are no numbers, and scores that are none are errors: of the model
// or of how it is described, never of the picture.
func (d *Decoder) Decode(outputs [][]float32) ([]Object, error) {
	if err := d.head.check(outputs); err != nil {
		return nil, fmt.Errorf("detection: %w", err)
	}
	for _, output := range outputs {
		if !finite(output) {
			return nil, errors.New("detection: the model gave values that are no numbers")
		}
	}
	found := newCandidates(d.config)
	if err := d.head.read(outputs, found); err != nil {
		return nil, fmt.Errorf("detection: %w", err)
	}
	return suppress(found.best(), d.config.MaxOverlap, d.config.MaxObjects), nil
}

// finite says whether every value is a number.
func finite(values []float32) bool {
	const exponent = 0x7f800000 // all ones in infinities and in what is no number
	for _, v := range values {
		if math.Float32bits(v)&exponent == exponent {
			return false
		}
	}
	return true
}
