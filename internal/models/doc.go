// Package models knows which models there are, as data: what file a network is
// in, what it wants as input, and what its outputs mean. It computes nothing
// and imports nothing of the project; internal/app hands the parts to those
// that use them.
//
// The catalogue is catalog.yaml, in which a model is added or mended without
// code. A user describes a model of their own in a file of the same form
// ([ParseFile], docs/models.md). A model's file is read with [Model.Open], which
// trusts nothing whose sum differs.
//
// One model is inside the program; embedded/README.md says what it knows and how
// good it is. What its outputs mean is, as for every model of the catalogue, a
// list of classes in internal/taxonomy.
package models
