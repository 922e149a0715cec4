package rekapi_test

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/rekognition"
	"github.com/aws/aws-sdk-go-v2/service/rekognition/types"
	"github.com/google/uuid"

	"blobsight/internal/app"
)

func TestDetectLabels(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	out, err := s.detect(sample(t, "school-bus.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]types.Label{}
	for i, l := range out.Labels {
		found[*l.Name] = l
		if *l.Confidence < 55 || i > 0 && *l.Confidence > *out.Labels[i-1].Confidence {
			t.Errorf("%s with %v: below the default minimum, or out of order", *l.Name, *l.Confidence)
		}
	}
	bus := found["School Bus"]
	if len(bus.Parents) != 4 || len(bus.Categories) != 2 || *bus.Parents[0].Name != "Bus" {
		t.Errorf("School Bus: %+v", bus)
	}
	for _, p := range bus.Parents {
		if _, ok := found[*p.Name]; !ok {
			t.Errorf("parent %s is no label of its own", *p.Name)
		}
	}
	if out.ImageProperties != nil || out.OrientationCorrection != "" || !strings.HasPrefix(*out.LabelModelVersion, "blobsight-everyday/") {
		t.Errorf("answer %+v", out)
	}
	if id, ok := awsmiddleware.GetRequestIDMetadata(out.ResultMetadata); !ok || uuid.Validate(id) != nil {
		t.Errorf("request id %q", id)
	}
}

// TestDetectOptions: what is asked for bounds the answer.
func TestDetectOptions(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	bus := sample(t, "school-bus-rotated.jpg")
	names := func(change func(*rekognition.DetectLabelsInput)) string {
		t.Helper()
		out, err := s.detect(bus, change)
		if err != nil {
			t.Error(err)
			return ""
		}
		var all []string
		for _, l := range out.Labels {
			all = append(all, *l.Name)
		}
		return strings.Join(all, ", ")
	}
	if got := names(func(in *rekognition.DetectLabelsInput) { in.MaxLabels = aws.Int32(2) }); got != "Vehicle, Motor Vehicle" {
		t.Errorf("two labels: %s", got)
	}
	if got := names(func(in *rekognition.DetectLabelsInput) { in.MinConfidence = aws.Float32(95) }); got != "Vehicle, Motor Vehicle" {
		t.Errorf("confident ones: %s", got)
	}
	if got := names(func(in *rekognition.DetectLabelsInput) { in.MinConfidence = aws.Float32(0) }); strings.Count(got, ",") < 100 {
		t.Errorf("all of them: %s", got)
	}
	if got := names(func(in *rekognition.DetectLabelsInput) {
		in.Settings = &types.DetectLabelsSettings{GeneralLabels: &types.GeneralLabelsSettings{
			LabelCategoryInclusionFilters: []string{"Transport and Logistics"}, LabelExclusionFilters: []string{"Bus"},
		}}
	}); got != "Public Transport, School Bus" {
		t.Errorf("filtered: %s", got)
	}
}

func TestDetectProperties(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(c *app.Config) { c.Features = []string{"properties"} }) // which must not show where nobody asked
	lemon := sample(t, "lemon.jpg")
	for most, change := range map[int]func(*rekognition.DetectLabelsInput){
		10: func(*rekognition.DetectLabelsInput) {},
		3: func(in *rekognition.DetectLabelsInput) {
			in.Settings = &types.DetectLabelsSettings{ImageProperties: &types.DetectLabelsImagePropertiesSettings{MaxDominantColors: 3}}
		},
	} {
		out, err := s.detect(lemon, change, func(in *rekognition.DetectLabelsInput) {
			in.Features = []types.DetectLabelsFeatureName{types.DetectLabelsFeatureNameImageProperties}
		})
		if err != nil {
			t.Fatal(err)
		}
		p := out.ImageProperties
		if len(out.Labels) != 0 || p == nil || len(p.DominantColors) == 0 || len(p.DominantColors) > most || *p.Quality.Sharpness <= 0 {
			t.Errorf("%d labels, properties %+v", len(out.Labels), p)
		}
		if c := p.DominantColors[0]; *c.PixelPercent <= 0 || len(*c.HexCode) != 7 || *c.CSSColor == "" || *c.SimplifiedColor == "" {
			t.Errorf("color %+v", c)
		}
	}
	if out, err := s.detect(lemon); err != nil || out.ImageProperties != nil {
		t.Errorf("%v, properties that nobody asked for: %+v", err, out)
	}
}

// sized is a small picture whose header says another size.
func sized(t *testing.T, width, height uint32) []byte {
	t.Helper()
	png := blank(t, "png", 80, 80)
	header := png[12:29] // the name of the first chunk and what it says, width and height first
	binary.BigEndian.PutUint32(header[4:], width)
	binary.BigEndian.PutUint32(header[8:], height)
	binary.BigEndian.PutUint32(png[29:], crc32.ChecksumIEEE(header))
	return png
}

// TestDetectRefused: the SDK gives each error its own type.
func TestDetectRefused(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	bus := sample(t, "school-bus.jpg")
	for _, c := range []struct {
		name    string
		picture []byte
		kind    string
		words   string
	}{
		{"text", []byte("hello"), "InvalidImageFormatException", "; send JPEG or PNG"},
		{"GIF", blank(t, "gif", 100, 100), "InvalidImageFormatException", "in the format gif; send JPEG or PNG"},
		{"PDF", []byte("%PDF-1.7\n1 0 obj"), "InvalidImageFormatException", "pdf"},
		{"cut off", bus[:len(bus)/2], "InvalidImageFormatException", "Request has invalid image format: "},
		{"small", blank(t, "png", 79, 100), "InvalidParameterException", "79 x 100 pixels"},
		{"tiny", blank(t, "png", 2, 2), "InvalidParameterException", ""},
		{"wide", blank(t, "png", 10_001, 80), "ImageTooLargeException", "Input image dimensions 10001 x 80 exceed maximum dimension size of 10000 pixels"},
		{"large", sized(t, 9000, 9000), "ImageTooLargeException", "megapixels"},
		{"empty", []byte{}, "ValidationException", "greater than or equal to 1"},
		{"many bytes", make([]byte, 5<<20+1), "ValidationException", "'image.bytes' failed to satisfy constraint: Member must have length less than or equal to 5242880"},
		{"very many bytes", make([]byte, 15<<20), "RequestEntityTooLargeException", "Image.S3Object"},
		{"most bytes", make([]byte, 5<<20), "InvalidImageFormatException", ""},
	} {
		_, err := s.detect(c.picture)
		if err == nil {
			t.Errorf("%s: no error", c.name)
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			wantFault(t, err, c.kind, c.words)
		})
	}
	_, err := s.detect([]byte("hello"))
	if typed := (*types.InvalidImageFormatException)(nil); !errors.As(err, &typed) {
		t.Errorf("%T has no type of the SDK", err)
	}
	_, err = s.DetectFaces(t.Context(), &rekognition.DetectFacesInput{Image: &types.Image{Bytes: bus}})
	wantFault(t, err, "UnknownOperationException", "RekognitionService.DetectFaces")
}
