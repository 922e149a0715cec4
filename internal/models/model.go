package models

// Model is a classifier and all that is needed to use it.
type Model struct {
	Name          string
	Version       string
	ONNX          []byte // the network: one input [1, 3, size, size], one output of logits; not to be written to
	Preprocessing Preprocessing
	Temperature   float64 // the logits are divided by it, so that confidences are true on average
	Classes       []byte  // a line for each output: id and name of its concept; not to be written to
}

// Preprocessing is how the model was shown its pictures when it was measured.
type Preprocessing struct {
	Size int    // side of the square, in pixels
	Fit  string // "center": shorter side to Size, center cut out; "squeeze": both sides to Size
	Mean [3]float64
	Std  [3]float64 // red, green, blue, of values from 0 to 1
}
