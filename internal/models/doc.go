// Package models holds the models that come with the program, as data: the
// network, what it wants as input, and what its outputs mean. It computes
// nothing and imports nothing of the project; internal/app hands the parts to
// those that use them.
//
// So far there is one model, the embedded one: see embedded/README.md for what
// it knows and how good it is. To mend a label, edit embedded/classes.json or
// embedded/ancestors.json (one entry a line; the order of the classes and their
// WordNet ids belong to the network and must stay). The tests of
// internal/taxonomy check that both files fit together.
package models
