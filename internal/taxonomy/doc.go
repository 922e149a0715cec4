// Package taxonomy turns the probabilities of a model's classes into labels
// that read like a good tagger's: the thing, everything that it is a kind of,
// and how sure that is.
//
// The confidence of a concept is the sum of the probabilities of its classes,
// so that a picture of an unsure breed still says Dog and Animal with high
// confidence. A concept may be a class and an ancestor at once ("Pole" is a
// class, and a flagpole is one): the two are one label then.
//
// A [Taxonomy] never changes after [New] and may be used by many goroutines.
package taxonomy
