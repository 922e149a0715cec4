package models_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"blobsight/internal/models"
)

func TestCatalog(t *testing.T) {
	t.Parallel()
	all, err := models.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, m := range all {
		for _, key := range append([]string{m.Name, m.File.SHA256, m.File.Name}, m.File.Also...) {
			if other, ok := seen[key]; ok && other != m.Name {
				t.Errorf("%s and %s share %q", m.Name, other, key)
			}
			seen[key] = m.Name
		}
		for field, is := range map[string]bool{
			"description": m.Description != "", "license": m.License != "", "source": m.Source != "",
			"accuracy.on": m.Accuracy.On != "", "accuracy.source": m.Accuracy.Source != "",
			"version": m.Version != "", "classes.list": m.Classes.List != "",
		} {
			if !is {
				t.Errorf("%s: no %s", m.Name, field)
			}
		}
		if (m.Accuracy.AP > 0) != (m.Task == models.TaskDetection) || (m.Accuracy.Top1 > 0) != (m.Task == models.TaskClassification) {
			t.Errorf("%s: a model for %s has accuracy %+v", m.Name, m.Task, m.Accuracy)
		}
		if !m.Embedded() && len(m.File.URLs) == 0 {
			t.Errorf("%s: no address", m.Name)
		}
		for _, u := range m.File.URLs {
			if !strings.HasPrefix(u, "https://") {
				t.Errorf("%s: %s is not https", m.Name, u)
			}
		}
	}
	if !all[0].Embedded() || all[1].Embedded() {
		t.Error("the embedded model is not the first one, or not the only one")
	}
}

// TestDefaults: what the file does not say about an ordinary entry.
func TestDefaults(t *testing.T) {
	t.Parallel()
	m, err := models.Find("efficientnet-lite4-11")
	if err != nil {
		t.Fatal(err)
	}
	in := m.Input
	if m.Task != models.TaskClassification || m.Temperature != 1 || m.Version != "d111689907c0" || m.Output.Activation != "none" {
		t.Errorf("got %+v", m)
	}
	if in.Height != 224 || in.Layout != "nhwc" || in.Channels != "rgb" || in.Fit != "center" || in.Filter != "bilinear" || in.Anchor != "" {
		t.Errorf("got %+v", in)
	}
	mean, std := in.MeanStd()
	if mean != [3]float64{127. / 255, 127. / 255, 127. / 255} || std != [3]float64{128. / 255, 128. / 255, 128. / 255} {
		t.Errorf("mean %v, std %v", mean, std)
	}
	m, err = models.Find("yolox_s")
	if err != nil {
		t.Fatal(err)
	}
	if m.Task != models.TaskDetection || m.Input.Fit != "letterbox" || m.Input.Anchor != "top-left" || !slices.Equal(m.Output.Strides, []int{8, 16, 32}) {
		t.Errorf("got %+v", m)
	}
}

func TestFindUnknown(t *testing.T) {
	t.Parallel()
	for name, nearest := range map[string]string{
		"mobilnetv2-12": "mobilenetv2-12, mobilenetv2-12-int8 and ",
		"mobilnetv2":    "mobilenetv2-7, mobilenetv2-12 and mobilenetv2-12-int8 ",
		"YOLOX":         "yolox_s, yolox_nano and yolox_nano_416 ",
		"resnet":        "resnet50-v2-7, resnet50-v1-12-int8 and ppresnet50 ",
	} {
		_, err := models.Find(name)
		if want := fmt.Sprintf("no model is called %q; the nearest names are %s", name, nearest); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// TestEmbedded: the embedded model is used like any other, but has no file. Its
// sum is checked when it is opened.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	m, err := models.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	contents, err := m.Open("")
	if err != nil {
		t.Fatal(err)
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256(contents)); sum != m.File.SHA256 || int64(len(contents)) != m.File.Bytes {
		t.Errorf("%d bytes with the sum %s, the catalogue says %d and %s", len(contents), sum, m.File.Bytes, m.File.SHA256)
	}
	mean, std := m.Input.MeanStd()
	if mean != [3]float64{0.485, 0.456, 0.406} || std != [3]float64{0.229, 0.224, 0.225} || m.Input.Width != 80 || m.Temperature != 0.65 {
		t.Errorf("%+v, %v, not as its card says", m.Input, m.Temperature)
	}
	if _, err := m.Path(""); err == nil {
		t.Error("it has a path")
	}
}
