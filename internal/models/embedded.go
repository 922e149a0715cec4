package models

import _ "embed" // the files below

// The files of the embedded model. Never written to.
var (
	//go:embed embedded/model.onnx
	embeddedONNX []byte
	//go:embed embedded/classes.txt
	embeddedClasses []byte
)

// Embedded is the model inside the program: small, fast, and of 200 classes.
// The numbers are those of its card, embedded/README.md.
func Embedded() (Model, error) {
	return Model{
		Name:    "blobsight-starter",
		Version: "1",
		ONNX:    embeddedONNX,
		Preprocessing: Preprocessing{
			Size: 64,
			Fit:  "center",
			Mean: [3]float64{0.485, 0.456, 0.406},
			Std:  [3]float64{0.229, 0.224, 0.225},
		},
		Temperature: 0.88,
		Classes:     embeddedClasses,
	}, nil
}
