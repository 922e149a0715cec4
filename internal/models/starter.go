package models

// Starter is the embedded model and all that is needed to use it.
type Starter struct {
	Name          string
	Version       string
	ONNX          []byte // the network: one input [1, 3, size, size], one output of logits; not to be written to
	Preprocessing Preprocessing
	Temperature   float64   // the logits are divided by it, so that confidences are true on average
	Classes       []Class   // in the order of the outputs
	Ancestors     []Concept // every name that a class has among its parents
}

// Preprocessing is how the model was shown its pictures when it was measured.
type Preprocessing struct {
	Size int    // side of the square, in pixels
	Fit  string // "center": shorter side to Size, center cut out; "squeeze": both sides to Size
	Mean [3]float64
	Std  [3]float64 // red, green, blue, of values from 0 to 1
}

// Class is what one output of the network means.
type Class struct {
	WordNetID  string   `json:"wnid"`
	Label      string   `json:"label"`
	Parents    []string `json:"parents"` // all ancestors by name, sorted
	Categories []string `json:"categories"`
	Aliases    []string `json:"aliases"`
}

// Concept is something that classes are kinds of.
type Concept struct {
	Name       string   `json:"name"`
	Parents    []string `json:"parents"` // all ancestors by name, sorted
	Categories []string `json:"categories"`
	Aliases    []string `json:"aliases"`
}
