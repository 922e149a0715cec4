package recognizer

import (
	"context"
	"errors"
	"fmt"
	"math"

	"blobsight"
	"blobsight/internal/detection"
	"blobsight/internal/imaging"
	"blobsight/internal/taxonomy"
)

// Detector is a network that finds where things are. All fields are required.
type Detector struct {
	Engine  Engine // the outputs that Decoder reads, in its order
	Recipe  imaging.Recipe
	Decoder *detection.Decoder
}

// validate says what is wrong.
func (d *Detector) validate() error {
	if d.Engine == nil || d.Decoder == nil {
		return errors.New("detector: an engine and a decoder are required")
	}
	return d.Recipe.Validate()
}

// detect finds objects in a picture of that size, most confident first, with
// their boxes in ratios of it.
func (d *Detector) detect(ctx context.Context, tensor []float32, width, height int) ([]taxonomy.Object, error) {
	outputs, err := d.Engine.Run(ctx, tensor)
	if err != nil {
		return nil, fmt.Errorf("run the detector: %w", err)
	}
	found, err := d.Decoder.Decode(outputs)
	if err != nil {
		return nil, fmt.Errorf("read the detector's outputs: %w", err)
	}
	place := d.Recipe.Place(width, height)
	objects := make([]taxonomy.Object, 0, len(found))
	for _, f := range found {
		box := boxOf(f, place)
		if box.Width > 0 && box.Height > 0 { // else all of it lies on the padding
			objects = append(objects, taxonomy.Object{Class: f.Class, Confidence: f.Score, Box: box})
		}
	}
	return objects, nil
}

// boxOf takes a box from the input of the network back to the picture.
func boxOf(o detection.Object, place imaging.Placement) blobsight.Box {
	left, right := ratio(o.Left, place.Left, place.Width), ratio(o.Right, place.Left, place.Width)
	top, bottom := ratio(o.Top, place.Top, place.Height), ratio(o.Bottom, place.Top, place.Height)
	return blobsight.Box{Left: left, Top: top, Width: rounded(right - left), Height: rounded(bottom - top)}
}

// ratio is where x lies between start and start+length, from 0 to 1.
func ratio(x, start, length float64) float64 {
	return rounded(min(max((x-start)/length, 0), 1))
}

// rounded cuts a ratio to five decimals: a tenth of a pixel in a picture of 10,000.
func rounded(ratio float64) float64 { return math.Round(ratio*1e5) / 1e5 }
