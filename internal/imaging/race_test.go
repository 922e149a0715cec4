//go:build race

package imaging_test

// raced: the race detector is on, which allocates for itself.
const raced = true
