package rekognition

import (
	"cmp"
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rekognition"
	"github.com/aws/aws-sdk-go-v2/service/rekognition/types"

	"blobsight"
)

const (
	// maxLabels is the most that DetectLabels returns.
	maxLabels = 1000
	// defaultColors is how many dominant colors Rekognition gives by itself, and
	// maxColors the most that it can be asked for.
	defaultColors, maxColors = 10, 20
)

// Recognize implements [blobsight.Recognizer].
func (r *Recognizer) Recognize(ctx context.Context, p blobsight.Picture, opt blobsight.RecognizeOptions) (*blobsight.Recognition, error) {
	if err := opt.Check(); err != nil {
		return nil, err
	}
	out := &blobsight.Recognition{Labels: []blobsight.Label{}, Model: r.Model()}
	in := request(opt)
	if r.cfg.Bucket != "" && p.Key != "" {
		in.Image = &types.Image{S3Object: &types.S3Object{Bucket: &r.cfg.Bucket, Name: aws.String(r.cfg.Object(p.Key))}}
	} else {
		data, err := read(ctx, p, &out.Image)
		if err != nil {
			return out, err
		}
		in.Image = &types.Image{Bytes: data}
		p = inMemory(data)
	}
	answer, err := r.client.DetectLabels(ctx, in)
	if err != nil {
		return out, r.failure(ctx, p, &out.Image, err)
	}
	regions := opt.Properties && opt.Regions
	out.Labels, out.Image.Properties = labels(answer.Labels, regions), properties(answer.ImageProperties, regions)
	out.Model.Version = aws.ToString(answer.LabelModelVersion)
	return out, nil
}

// request asks for what the options say.
func request(opt blobsight.RecognizeOptions) *rekognition.DetectLabelsInput {
	in := &rekognition.DetectLabelsInput{
		MaxLabels:     aws.Int32(int32(min(opt.MaxLabels, maxLabels))), //nolint:gosec // from 1 to 1000
		MinConfidence: aws.Float32(float32(opt.MinConfidence)),
	}
	if opt.Properties {
		in.Features = []types.DetectLabelsFeatureName{types.DetectLabelsFeatureNameGeneralLabels, types.DetectLabelsFeatureNameImageProperties}
		in.Settings = &types.DetectLabelsSettings{ImageProperties: &types.DetectLabelsImagePropertiesSettings{
			MaxDominantColors: int32(min(cmp.Or(opt.MaxColors, defaultColors), maxColors)), //nolint:gosec // from 1 to 20
		}}
	}
	return in
}
