package recognizer

import "context"

// Engine runs a network.
//
// Run takes the picture as the recipe of the model gives it: float32 values in
// a row. It returns the outputs of the network in the order in which they were
// asked for when it was loaded, each as float32 values in a row with the last
// dimension running fastest, in slices that are the caller's. A classifier has
// one output with a value for each class. Run may be called by many goroutines
// at once, gives the same output for the same input, and ends early with the
// context's error when ctx is done. Other errors mean that the engine is
// broken or was given a wrong number of values.
type Engine interface {
	Run(ctx context.Context, input []float32) ([][]float32, error)
}

// Sizer is an [Engine] that knows how much it returns. OutputSizes gives the
// number of values of each output, 0 for one that says so only when it is run.
type Sizer interface {
	OutputSizes() []int
}
