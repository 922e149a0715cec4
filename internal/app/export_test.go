package app

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"

	"blobsight"
	"blobsight/internal/rekapi"
)

// FindAlmost is almost, for its test.
var FindAlmost = almost

// OpenObjects is openObjects of a new App, and what closes it.
func OpenObjects(ctx context.Context, r Rekognition, images blobsight.Bucket) (rekapi.Objects, func() error, error) {
	a := &App{}
	objects, err := a.openObjects(ctx, r, images)
	return objects, a.Close, err
}

// LoadRekognition gives the configuration that an endpoint is asked with.
func LoadRekognition(ctx context.Context, e RekognitionEndpoint) (aws.Config, error) {
	return e.load(ctx)
}
