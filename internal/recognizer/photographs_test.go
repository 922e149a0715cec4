package recognizer_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"blobsight"
	"blobsight/internal/taxonomy"
)

// TestPhotographs recognizes real photographs whose class is one of the embedded
// model's: WordNet ids are in their names. The model's card gives about half for
// the class itself; the ancestors, which are surer, must be right for
// most. Skipped where the pictures are not there: they may not be shipped.
func TestPhotographs(t *testing.T) {
	t.Parallel()
	dir, err := filepath.Abs("../../../shared/images/imagenet")
	if err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Skip("no photographs: ../shared/images/imagenet does not lie beside the repository")
	}
	classes := classes(t)
	l := local(t, config(t))
	parents := map[string][]string{}
	for _, c := range l.Vocabulary() {
		parents[c.Name] = c.Parents
	}
	pictures, first, kinds := 0, 0, 0
	for _, f := range files {
		wnid, _, _ := strings.Cut(f.Name(), "_")
		i := slices.IndexFunc(classes, func(c taxonomy.Class) bool { return c.ID == wnid })
		if i < 0 {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got, err := l.Recognize(t.Context(), picture(data), blobsight.RecognizeOptions{MinConfidence: 20, MaxLabels: 200})
		if err != nil {
			t.Fatal(err)
		}
		class := classes[i].Name
		pictures++
		if best := bestClass(classes, got.Labels); best == class {
			first++
		}
		right := says(got.Labels, append([]string{class}, parents[class]...))
		if right {
			kinds++
		}
		t.Logf("%-32s %v: %s", class, right, summary(got.Labels))
	}
	t.Logf("%d photographs: class first %d, class or an ancestor with 20 %% or more %d", pictures, first, kinds)
	if pictures < 10 {
		t.Fatalf("only %d photographs are of known classes", pictures)
	}
	if kinds*3 < pictures*2 {
		t.Errorf("class or an ancestor right for %d of %d, want two thirds", kinds, pictures)
	}
}

// bestClass gives the first label that is a class.
func bestClass(classes []taxonomy.Class, labels []blobsight.Label) string {
	for _, l := range labels {
		if slices.ContainsFunc(classes, func(c taxonomy.Class) bool { return c.Name == l.Name }) {
			return l.Name
		}
	}
	return ""
}

// says reports whether one of the names is among the labels.
func says(labels []blobsight.Label, names []string) bool {
	return slices.ContainsFunc(labels, func(l blobsight.Label) bool { return slices.Contains(names, l.Name) })
}

// summary gives the labels' names.
func summary(labels []blobsight.Label) string {
	var names []string
	for _, l := range labels {
		names = append(names, l.Name)
	}
	return strings.Join(names, ", ")
}
