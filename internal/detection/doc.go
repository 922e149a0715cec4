// Package detection reads the outputs of object detectors: which things a
// network saw, how sure it was, and where. A head decodes the numbers of one
// family of networks (one file each), what follows is the same for all: boxes
// are clipped to the input, the best candidates are kept, and of boxes of one
// class that lie on one another only the best stays.
//
// It imports the standard library only, keeps nothing between calls, and takes
// the outputs as untrusted: numbers that are none end as errors, and the work
// for one picture is bounded whatever the values are.
package detection
