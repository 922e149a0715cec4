package rekapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"blobsight"
)

// The types of a request. Their fields are those of the service model; what a request
// does not say is nil.
type (
	detectLabelsInput struct {
		Image         *inputImage
		MaxLabels     *int32
		MinConfidence *float64
		Features      []*string
		Settings      *settings
	}
	inputImage struct {
		Bytes    *string // base64, or where it was lifted to
		S3Object *s3Object

		picture []byte // what Bytes says
	}
	s3Object struct {
		Bucket, Name, Version *string
	}
	settings struct {
		GeneralLabels   *generalLabels
		ImageProperties *imagePropertiesSettings
	}
	generalLabels struct {
		LabelInclusionFilters, LabelExclusionFilters                 []string
		LabelCategoryInclusionFilters, LabelCategoryExclusionFilters []string
	}
	imagePropertiesSettings struct {
		MaxDominantColors *int32
	}
)

// The values of Features.
const (
	featureLabels     = "GENERAL_LABELS"
	featureProperties = "IMAGE_PROPERTIES"
)

// What holds when a request does not say it, and the most that is given.
const (
	defaultConfidence = 55
	defaultColors     = 10
	maxLabels         = 1000
)

// maxShort is the most that a request has beside its picture, in bytes: several times
// what the service model allows. To read JSON takes much more memory than it has bytes.
const maxShort = 256 << 10

// parse reads a request and checks it.
func parse(body []byte) (*detectLabelsInput, error) {
	short, pictures := lift(body)
	if len(short) > maxShort {
		return nil, serialization(fmt.Sprintf("beside the picture the body has %d bytes; it may have %d, and Image.Bytes must be base64 with padding (RFC 4648)", len(short), maxShort))
	}
	var in *detectLabelsInput
	if err := decode(short, &in); err != nil {
		return nil, err
	}
	if err := in.resolve(pictures); err != nil {
		return nil, err
	}
	return in, in.validate()
}

// wants reports whether a feature is asked for.
func (in *detectLabelsInput) wants(feature string) bool {
	if len(in.Features) == 0 {
		return feature == featureLabels
	}
	return slices.ContainsFunc(in.Features, func(f *string) bool { return f != nil && *f == feature })
}

// options is what the recognizer is asked for: all labels that are confident enough,
// since filters come before the number is bounded.
func (in *detectLabelsInput) options() blobsight.RecognizeOptions {
	const all = 1 << 20
	opt := blobsight.RecognizeOptions{MinConfidence: defaultConfidence, MaxLabels: all}
	if in.MinConfidence != nil {
		opt.MinConfidence = *in.MinConfidence
	}
	if in.wants(featureProperties) {
		opt.Properties, opt.Regions = true, true
		opt.MaxColors = max(in.colors(), 1) // 0 would not mean none
	}
	return opt
}

// colors is how many dominant colors of anything are told.
func (in *detectLabelsInput) colors() int {
	if s := in.Settings; s != nil && s.ImageProperties != nil && s.ImageProperties.MaxDominantColors != nil {
		return int(*s.ImageProperties.MaxDominantColors)
	}
	return defaultColors
}

// labels is how many labels are told.
func (in *detectLabelsInput) labels() int {
	if in.MaxLabels != nil {
		return min(int(*in.MaxLabels), maxLabels)
	}
	return maxLabels
}

// open opens the picture.
func (i *inputImage) open(ctx context.Context, objects Objects) (io.ReadCloser, error) {
	if o := i.S3Object; o != nil {
		return objects.Open(ctx, value(o.Bucket), value(o.Name), value(o.Version))
	}
	return io.NopCloser(bytes.NewReader(i.picture)), nil
}

// value is what p points at, "" for nothing.
func value(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}
