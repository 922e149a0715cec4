package blobsight

// Label is one concept that a recognizer sees in a picture.
type Label struct {
	Name       string
	Confidence float64  // 0-100
	Parents    []string // all ancestors by name, sorted; each is a label of its own when confident enough
	Categories []string // broad groups such as "Food and Beverage"
	Aliases    []string // other names of the same concept
	Instances  []Instance
}

// Instance is one place in the picture where a label's concept was found. Stores
// keep results as JSON with the names of fields; what is rarely asked for is left out
// there when it is nil.
type Instance struct {
	Box        Box
	Confidence float64 // 0-100

	// DominantColors are those of what is in the box, the most frequent first; nil
	// unless asked for.
	DominantColors []DominantColor `json:",omitempty"`
}

// Box is a rectangle in ratios of the upright picture's width and height, 0-1.
type Box struct {
	Left, Top, Width, Height float64
}

// Concept is one entry of a recognizer's vocabulary: a label that it can say.
type Concept struct {
	Name       string
	Parents    []string // all ancestors, sorted
	Categories []string
	Aliases    []string
}
