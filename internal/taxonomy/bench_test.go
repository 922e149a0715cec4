package taxonomy_test

import (
	"math/rand/v2"
	"testing"

	"blobsight/internal/taxonomy"
)

// BenchmarkBuiltin reads all concepts, as each start of the program does.
func BenchmarkBuiltin(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := taxonomy.Builtin(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNew makes the taxonomy of a classifier of 1,000 classes.
func BenchmarkNew(b *testing.B) {
	c := taxonomy.Config{Tree: builtin(b), Classifier: taxonomy.Names(classLists(b)["imagenet-1k"])}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := taxonomy.New(c); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLabels weighs 1,000 classes and a few objects.
func BenchmarkLabels(b *testing.B) {
	lists := classLists(b)
	tax, err := taxonomy.New(taxonomy.Config{
		Tree: builtin(b), Classifier: taxonomy.Names(lists["imagenet-1k"]), Detector: taxonomy.Names(lists["coco-80"]),
	})
	if err != nil {
		b.Fatal(err)
	}
	e := evidence(rand.New(rand.NewPCG(1, 1)), 1000, 80)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tax.Labels(e, 50, 100); err != nil {
			b.Fatal(err)
		}
	}
}
