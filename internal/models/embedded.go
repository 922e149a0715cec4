package models

import _ "embed" // the network

// embeddedONNX is the network inside the program. Never written to.
//
//go:embed embedded/model.onnx
var embeddedONNX []byte

// EmbeddedName is the name of the embedded model in the catalogue.
const EmbeddedName = "blobsight-everyday"

// Embedded is the model inside the program: small, fast, and of 405 classes.
// Its card is embedded/README.md. The error says that the catalogue was broken
// when the program was built.
func Embedded() (Model, error) { return Find(EmbeddedName) }
