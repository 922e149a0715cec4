package recognizer_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/internal/recognizer"
	"blobsight/internal/taxonomy"
)

// headFunc is a head that is a function.
type headFunc func(embedding []float32) ([]float64, error)

func (f headFunc) Confidences(embedding []float32) ([]float64, error) { return f(embedding) }

// TestHeads: each head is asked about the embedding of the one run of the
// network, and what they say stands in their order.
func TestHeads(t *testing.T) {
	t.Parallel()
	c := config(t)
	c.Classifier.Engine, c.Classifier.Embedding = embeds(0.25, 0.75), true
	tree, err := taxonomy.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	c.Taxonomy, err = taxonomy.New(taxonomy.Config{
		Tree: tree, Classifier: taxonomy.Names(classes(t)),
		Custom: []taxonomy.Custom{{Name: "First", Threshold: 20}, {Name: "Second", Threshold: 80}, {Name: "Third", Threshold: 20}},
	})
	if err != nil {
		t.Fatal(err)
	}
	same := headFunc(func(embedding []float32) ([]float64, error) {
		return []float64{float64(embedding[0]), float64(embedding[1])}, nil
	})
	one := headFunc(func([]float32) ([]float64, error) { return []float64{0.5}, nil })
	c.Heads = []recognizer.Head{same, one}
	got, err := local(t, c).Recognize(t.Context(), picture(gray(t)), blobsight.RecognizeOptions{MinConfidence: 20, MaxLabels: 10})
	if err != nil {
		t.Fatal(err)
	}
	custom := map[string]float64{}
	for _, l := range got.Labels {
		if l.Name != "Animal" { // of the network, which is equally unsure of all its classes
			custom[l.Name] = l.Confidence
		}
	}
	if diff := cmp.Diff(map[string]float64{"First": 25, "Third": 50}, custom); diff != "" {
		t.Error(diff)
	}

	broken := errors.New("not mine")
	c.Heads = []recognizer.Head{headFunc(func([]float32) ([]float64, error) { return nil, broken })}
	if _, err := local(t, c).Recognize(t.Context(), picture(gray(t)), blobsight.RecognizeOptions{MaxLabels: 10}); !errors.Is(err, broken) {
		t.Error(err)
	}
	c.Classifier.Embedding = false
	if _, err := recognizer.New(c); err == nil || !strings.Contains(err.Error(), "custom labels need a classifier with its embedding") {
		t.Error(err)
	}
}
