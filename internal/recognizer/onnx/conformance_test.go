package onnx_test

import (
	"testing"

	"blobsight"
	"blobsight/internal/imaging"
	"blobsight/internal/models"
	"blobsight/internal/recognizer"
	"blobsight/internal/recognizer/onnx"
	"blobsight/internal/recognizer/recognizertest"
	"blobsight/internal/taxonomy"
)

// TestConformance: a recognizer on ONNX Runtime keeps the promises that one on
// the portable engine keeps, with the same model.
func TestConformance(t *testing.T) {
	t.Parallel()
	m, err := models.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	file, err := m.Open("")
	if err != nil {
		t.Fatal(err)
	}
	mean, std := m.Input.MeanStd()
	local := recognize(t, models.EmbeddedName, recognizer.Classifier{
		Engine:     load(t, file, onnx.Options{Sessions: 2, Input: m.Input.Name, Outputs: m.Output.Names}),
		Recipe:     imaging.Recipe{Width: m.Input.Width, Height: m.Input.Height, Fit: imaging.Fit(m.Input.Fit), Mean: mean, Std: std},
		Activation: recognizer.Softmax, Temperature: m.Temperature,
	})
	recognizertest.Run(t, func(*testing.T) blobsight.Recognizer { return local })
}

// recognize makes a recognizer of a classifier with a list of classes.
func recognize(t testing.TB, list string, c recognizer.Classifier) *recognizer.Local {
	t.Helper()
	tree, err := taxonomy.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	classes, err := taxonomy.ClassList(list)
	if err != nil {
		t.Fatal(err)
	}
	concepts, err := taxonomy.New(taxonomy.Config{Tree: tree, Classifier: taxonomy.Names(classes)})
	if err != nil {
		t.Fatal(err)
	}
	local, err := recognizer.New(recognizer.Config{
		Classifier: &c, Taxonomy: concepts, Limits: imaging.DefaultLimits(), Concurrency: 2,
		Model: blobsight.Model{Name: list, Version: "1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return local
}
