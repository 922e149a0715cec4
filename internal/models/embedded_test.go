package models_test

import (
	"regexp"
	"strings"
	"testing"

	"blobsight/internal/models"
)

// TestEmbedded: the order and the ids of the classes belong to the network. A
// few are pinned, so that an edit that moves lines is noticed.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	m, err := models.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	classes := strings.Split(strings.TrimSpace(string(m.Classes)), "\n")
	if len(classes) != 200 || len(m.ONNX) != 6_127_278 {
		t.Fatalf("%d classes, %d bytes", len(classes), len(m.ONNX))
	}
	for i, wnid := range map[int]string{0: "n02124075", 50: "n02823428", 100: "n01945685", 150: "n03355925", 199: "n02504458"} {
		if got, _, _ := strings.Cut(classes[i], " "); got != wnid {
			t.Errorf("class %d is %s, want %s", i, got, wnid)
		}
	}
	id := regexp.MustCompile(`^n\d{8}$`)
	seen := map[string]bool{}
	for _, class := range classes {
		wnid, name, _ := strings.Cut(class, " ")
		if !id.MatchString(wnid) || seen[wnid] || name == "" {
			t.Errorf("%q: the id is malformed or not unique, or there is no name", class)
		}
		seen[wnid] = true
	}
}
