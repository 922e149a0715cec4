package client_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"blobsight/client"
	"blobsight/internal/app"
)

func TestLabel(t *testing.T) {
	t.Parallel()
	c := setup(t, nil).client
	picture := sample(t, "school-bus.jpg")
	all, err := c.Label(t.Context(), bytes.NewReader(picture), client.LabelOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(names(all.Labels), "School Bus") || all.Image.Bytes != int64(len(picture)) {
		t.Errorf("labels %v, image %+v", names(all.Labels), all.Image)
	}
	some, err := c.Label(t.Context(), bytes.NewReader(picture), client.LabelOptions{MinConfidence: new(0.0), MaxLabels: new(7)})
	if err != nil {
		t.Fatal(err)
	}
	if len(some.Labels) != 7 {
		t.Errorf("%d labels, want 7", len(some.Labels))
	}
	_, err = c.Label(t.Context(), strings.NewReader("no picture"), client.LabelOptions{})
	if !errors.Is(err, &client.Error{Code: "invalid_image"}) {
		t.Errorf("no picture: %v", err)
	}
	_, err = c.Label(t.Context(), bytes.NewReader(picture), client.LabelOptions{MaxLabels: new(0)})
	if !errors.Is(err, &client.Error{Code: "invalid_request"}) {
		t.Errorf("no labels wanted: %v", err)
	}
	v, err := c.Labels(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(v.Labels, func(c client.Concept) bool { return c.Label == "School Bus" }) || v.Model != all.Model {
		t.Errorf("%d labels of %+v", len(v.Labels), v.Model)
	}
}

// TestLabelFeatures: nil leaves the choice to the server, an empty list asks for
// labels alone.
func TestLabelFeatures(t *testing.T) {
	t.Parallel()
	picture := sample(t, "lemon.jpg")
	for _, setting := range []bool{false, true} {
		c := setup(t, func(cfg *app.Config) {
			if setting {
				cfg.Features = []string{string(client.FeatureProperties)}
			}
		}).client
		for _, q := range []struct {
			features *[]client.Feature
			want     bool
		}{
			{nil, setting},
			{&[]client.Feature{}, false},
			{&[]client.Feature{client.FeatureProperties}, true},
			{&[]client.Feature{client.FeatureProperties, client.FeatureProperties}, true},
		} {
			rec, err := c.Label(t.Context(), bytes.NewReader(picture), client.LabelOptions{Features: q.features})
			if err != nil {
				t.Fatal(err)
			}
			if p := rec.Image.Properties; (p != nil) != q.want {
				t.Errorf("setting %v, features %v: properties %+v, want some: %v", setting, q.features, p, q.want)
			}
		}
		_, err := c.Label(t.Context(), bytes.NewReader(picture), client.LabelOptions{Features: &[]client.Feature{"colors"}})
		if !errors.Is(err, &client.Error{Code: "invalid_request"}) {
			t.Errorf("a feature that there is not: %v", err)
		}
		if b := submit(t, c, picture); (b.Image.Properties != nil) != setting {
			t.Errorf("setting %v: a blob has properties %+v", setting, b.Image.Properties)
		}
	}
}
