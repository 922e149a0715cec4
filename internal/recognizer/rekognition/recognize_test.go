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

// TestRegions: with them, what Rekognition says of foreground, background and
// instances is read.
func TestRegions(t *testing.T) {
	t.Parallel()
	s := newStandIn(t, recorded(t, "regions.json"))
	opt := options()
	opt.Properties, opt.Regions = true, true
	got, err := s.recognizer("pictures").Recognize(t.Context(), stored(nil), opt)
	if err != nil {
		t.Fatal(err)
	}
	gray := blobsight.DominantColor{Red: 128, Green: 128, Blue: 128, CSSColor: "gray", SimplifiedColor: "grey", PixelPercent: 64.25}
	red := blobsight.DominantColor{Red: 255, CSSColor: "red", SimplifiedColor: "red", PixelPercent: 12.25}
	want := &blobsight.Properties{
		Sharpness: 91.5, Brightness: 60.6, Contrast: 75.75, DominantColors: []blobsight.DominantColor{gray, red},
		Foreground: &blobsight.Properties{Sharpness: 80.5, Brightness: 50.5, DominantColors: []blobsight.DominantColor{red}},
		Background: &blobsight.Properties{Sharpness: 40.5, Brightness: 70.5, Contrast: 30.25, DominantColors: []blobsight.DominantColor{gray}},
	}
	if diff := cmp.Diff(want, got.Image.Properties); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	instances := []blobsight.Instance{
		{Box: blobsight.Box{Left: 0.1, Top: 0.2, Width: 0.5, Height: 0.6}, Confidence: 97.9, DominantColors: []blobsight.DominantColor{red}},
		{Box: blobsight.Box{Left: 0.5, Top: 0.5, Width: 0.25, Height: 0.25}, Confidence: 60.5},
	}
	if diff := cmp.Diff(instances, got.Labels[0].Instances); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestOnlyWhatIsAsked: what Rekognition says beyond what was asked for is dropped,
// and what costs money is asked for with properties only.
func TestOnlyWhatIsAsked(t *testing.T) {
	t.Parallel()
	for name, opt := range map[string]blobsight.RecognizeOptions{
		"no regions":   {MaxLabels: 1, Properties: true},
		"only regions": {MaxLabels: 1, Regions: true, MaxColors: 3},
	} {
		s := newStandIn(t, recorded(t, "regions.json"))
		got, err := s.recognizer("pictures").Recognize(t.Context(), stored(nil), opt)
		if err != nil {
			t.Fatal(err)
		}
		p := got.Image.Properties
		if p.Foreground != nil || p.Background != nil || got.Labels[0].Instances[0].DominantColors != nil {
			t.Errorf("%s: foreground %v, background %v, instance %+v", name, p.Foreground, p.Background, got.Labels[0].Instances[0])
		}
		if asked := s.asked[0]; (asked.Features != nil) != opt.Properties || !opt.Properties && asked.Settings.ImageProperties.MaxDominantColors != 0 {
			t.Errorf("%s: asked %+v", name, asked)
		}
	}
}

// TestMaxColors: Rekognition is asked for as many colors as are wanted, but for no
// more than it can give.
func TestMaxColors(t *testing.T) {
	t.Parallel()
	s := newStandIn(t, recorded(t, "properties.json"))
	for wanted, want := range map[int]int{0: 10, 1: 1, 7: 7, 20: 20, 21: 20, 1 << 40: 20} {
		_, err := s.recognizer("pictures").Recognize(t.Context(), stored(nil), blobsight.RecognizeOptions{MaxLabels: 1, Properties: true, MaxColors: wanted})
		if err != nil {
			t.Fatal(err)
		}
		if got := s.asked[len(s.asked)-1].Settings.ImageProperties.MaxDominantColors; got != want {
			t.Errorf("%d wanted: asked for %d, want %d", wanted, got, want)
		}
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
