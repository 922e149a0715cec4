package blobsight

import (
	"context"
	"io"
	"math"
)

// Recognizer tells what is in a picture.
//
// Its methods may be called by many goroutines at once; it bounds its own use
// of memory and processors. A picture that can never be recognized is an error
// made by [BadImage]; any other error is worth another try. A [LaterError] says that
// there is no room now. The same picture and model give the same labels.
type Recognizer interface {
	// Recognize reads the picture and returns every concept with at least the
	// given confidence, highest first, each ancestor as a label of its own.
	Recognize(ctx context.Context, p Picture, opt RecognizeOptions) (*Recognition, error)

	// Vocabulary lists every concept that Recognize can return, sorted by name; nil
	// when that is not known.
	Vocabulary() []Concept

	// Model names the model in use.
	Model() Model
}

// Picture is an image to recognize. A recognizer that runs beside the bucket
// (Amazon Rekognition beside S3) uses Key; the others open the bytes.
type Picture struct {
	Key  string // key in the Bucket; empty when the bytes came with the request
	Open func(ctx context.Context) (io.ReadCloser, error)
}

// RecognizeOptions bounds the answer.
type RecognizeOptions struct {
	MinConfidence float64 // 0-100
	MaxLabels     int     // more than 0
	Properties    bool    // also measure the picture: see [Image.Properties]
	Regions       bool    // with Properties: measure foreground, background and instances as well
	MaxColors     int     // of dominant colors in each list of them; 0: 10
}

// Check says whether the options are within their ranges.
func (o RecognizeOptions) Check() error {
	if math.IsNaN(o.MinConfidence) || o.MinConfidence < 0 || o.MinConfidence > 100 {
		return ErrInvalidRequest.With("min_confidence is %v; it must be from 0 to 100", o.MinConfidence)
	}
	if o.MaxLabels < 1 {
		return ErrInvalidRequest.With("max_labels is %d; it must be at least 1", o.MaxLabels)
	}
	if o.MaxColors < 0 {
		return ErrInvalidRequest.With("the number of dominant colors is %d; it must be at least 0", o.MaxColors)
	}
	return nil
}

// Recognition is what a recognizer found. Labels and Image are set even when
// there are no labels. Image may be partly known when the error is a BadImage, or
// when the recognizer has not read the bytes itself.
type Recognition struct {
	Labels []Label
	Image  Image
	Model  Model
}
