package rekognition_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/internal/recognizer/rekognition"
)

func TestLabels(t *testing.T) {
	t.Parallel()
	s := newStandIn(t, recorded(t, "labels.json"))
	got, err := s.recognizer("pictures").Recognize(t.Context(), stored(nil), options())
	if err != nil {
		t.Fatal(err)
	}
	pets, none := []string{"Animals and Pets"}, []string{}
	want := &blobsight.Recognition{
		Model: blobsight.Model{Name: "amazon-rekognition", Version: "3.0"},
		Labels: []blobsight.Label{
			{Name: "Animal", Confidence: 98.20012, Parents: none, Categories: pets, Aliases: none},
			{
				Name: "Dog", Confidence: 98.20012, Parents: []string{"Animal", "Canine", "Mammal", "Pet"}, Categories: pets, Aliases: []string{"Doggy", "Puppy"},
				Instances: []blobsight.Instance{
					{Box: blobsight.Box{Left: 0.1, Top: 0.2, Width: 0.5, Height: 0.6}, Confidence: 97.9},
					{Box: blobsight.Box{Left: 0, Top: 0, Width: 0.375, Height: 1}, Confidence: 60.5},
				},
			},
			{Name: "Pet", Confidence: 98.20012, Parents: []string{"Animal"}, Categories: pets, Aliases: none},
			{Name: "Ball", Confidence: 55.1, Parents: none, Categories: none, Aliases: none},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	asked := s.asked[0]
	if asked.Image.S3Object == nil || asked.Image.S3Object.Bucket != "pictures" || asked.Image.S3Object.Name != "images/some-key" || asked.Image.Bytes != nil {
		t.Errorf("asked about %+v", asked.Image)
	}
	if asked.MaxLabels != 200 || asked.MinConfidence != 20 || asked.Features != nil {
		t.Errorf("asked %+v", asked)
	}
}

func TestBytes(t *testing.T) {
	t.Parallel()
	s := newStandIn(t, recorded(t, "labels.json"))
	file := encode(t, "png", 100, 90)
	for name, where := range map[string]struct {
		bucket string
		p      blobsight.Picture
	}{"no key": {"pictures", picture(file)}, "no bucket": {"", stored(file)}} {
		got, err := s.recognizer(where.bucket).Recognize(t.Context(), where.p, options())
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(file)
		want := blobsight.Image{Format: "png", Bytes: int64(len(file)), SHA256: hex.EncodeToString(sum[:])}
		if diff := cmp.Diff(want, got.Image); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", name, diff)
		}
		if asked := s.asked[len(s.asked)-1]; asked.Image.S3Object != nil || !bytes.Equal(asked.Image.Bytes, file) {
			t.Errorf("%s: asked about %+v", name, asked.Image)
		}
	}
}

func TestProperties(t *testing.T) {
	t.Parallel()
	s := newStandIn(t, recorded(t, "properties.json"))
	opt := options()
	opt.Properties, opt.MaxLabels = true, 1_000_000
	got, err := s.recognizer("pictures").Recognize(t.Context(), stored(nil), opt)
	if err != nil {
		t.Fatal(err)
	}
	want := &blobsight.Recognition{
		Model: blobsight.Model{Name: "amazon-rekognition", Version: "3.0"}, Labels: []blobsight.Label{},
		Image: blobsight.Image{Properties: &blobsight.Properties{
			Sharpness: 91.5, Brightness: 60.6, Contrast: 75.75,
			DominantColors: []blobsight.DominantColor{
				{Red: 47, Green: 79, Blue: 79, CSSColor: "darkslategray", SimplifiedColor: "grey", PixelPercent: 32.5},
				{Red: 255, CSSColor: "red", SimplifiedColor: "red", PixelPercent: 12.25},
			},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if asked := s.asked[0]; strings.Join(asked.Features, " ") != "GENERAL_LABELS IMAGE_PROPERTIES" || asked.MaxLabels != 1000 || asked.Settings.ImageProperties.MaxDominantColors != 10 {
		t.Errorf("asked %+v", asked)
	}
}

func TestNew(t *testing.T) {
	t.Parallel()
	_, err := rekognition.New(rekognition.Config{Bucket: "b"})
	for _, want := range []string{"AWS.Region is empty", "AWS.Credentials is missing", "Bucket and Object belong together"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not say that %s", err, want)
		}
	}
}
