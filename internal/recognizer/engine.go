package recognizer

import "context"

// Engine runs a network.
//
// Run takes the picture as the recipe of the model gives it: float32 values of
// the shape [1, 3, size, size] in a row. It returns one logit for each class,
// in a slice that is the caller's. It may be called by many goroutines at
// once, gives the same output for the same input, and ends early with the
// context's error when ctx is done. Other errors mean that the engine is
// broken or was given a wrong number of values.
type Engine interface {
	Run(ctx context.Context, input []float32) ([]float32, error)
}
