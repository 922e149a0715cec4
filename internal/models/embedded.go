package models

import (
	_ "embed" // the files below
	"encoding/json"
	"fmt"
)

// The files of the embedded model. Never written to.
var (
	//go:embed embedded/model.onnx
	embeddedONNX []byte
	//go:embed embedded/classes.json
	embeddedClasses []byte
	//go:embed embedded/ancestors.json
	embeddedAncestors []byte
)

// StarterName is the name of the embedded model in the catalogue.
const StarterName = "blobsight-starter"

// Embedded is the model inside the program: small, fast, and of 200 classes.
// The numbers are those of its card, embedded/README.md. The error says that
// a file was broken when the program was built.
func Embedded() (Starter, error) {
	m := Starter{
		Name:    StarterName,
		Version: "1",
		ONNX:    embeddedONNX,
		Preprocessing: Preprocessing{
			Size: 64,
			Fit:  "center",
			Mean: [3]float64{0.485, 0.456, 0.406},
			Std:  [3]float64{0.229, 0.224, 0.225},
		},
		Temperature: 0.88,
	}
	if err := json.Unmarshal(embeddedClasses, &m.Classes); err != nil {
		return Starter{}, fmt.Errorf("embedded classes: %w", err)
	}
	if err := json.Unmarshal(embeddedAncestors, &m.Ancestors); err != nil {
		return Starter{}, fmt.Errorf("embedded ancestors: %w", err)
	}
	return m, nil
}
