package app_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/internal/app"
)

func TestAlmost(t *testing.T) {
	t.Parallel()
	known := []blobsight.Concept{{Name: "Dog", Aliases: []string{"Hound"}}, {Name: "Lemon"}}
	got := app.FindAlmost([]string{"Dog", "HOUND", "Rex", "lemon"}, known)
	if diff := cmp.Diff([]app.Almost{{"HOUND", "Dog"}, {"lemon", "Lemon"}}, got); diff != "" {
		t.Error(diff)
	}
}
