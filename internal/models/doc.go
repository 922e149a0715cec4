// Package models holds the models that come with the program, as data: the
// network, what it wants as input, and what its outputs mean. It computes
// nothing and imports nothing of the project; internal/app hands the parts to
// those that use them.
//
// So far there is one model, the embedded one: see embedded/README.md for what
// it knows and how good it is. embedded/classes.txt says which concept each of
// its outputs means (the order of the classes and their WordNet ids belong to
// the network and must stay); the concepts are described in internal/taxonomy.
package models
