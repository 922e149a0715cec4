package rekapi_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"blobsight"
	"blobsight/internal/rekapi"
)

// everyError gives errors of all kinds that the Service, the recognizer and the sources
// of objects can have.
func everyError() []error {
	var all []error
	for _, code := range []string{
		blobsight.CodeInvalidImage, blobsight.CodeImageTooLarge, blobsight.CodeImageTooSmall, blobsight.CodeUnsupportedFormat, blobsight.CodeRecognizerError,
	} {
		all = append(all, blobsight.BadImage(code, "x"))
	}
	return append(
		all, blobsight.ErrInvalidRequest, blobsight.ErrUnauthorized, blobsight.ErrObjectNotFound, blobsight.ErrUploadTooLarge,
		&blobsight.LaterError{Reason: "x"}, errors.New("x"), context.Canceled,
	)
}

func TestFaultOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err    error
		kind   string
		status int
	}{
		{blobsight.BadImage(blobsight.CodeInvalidImage, "x"), "InvalidImageFormatException", 400},
		{blobsight.BadImage(blobsight.CodeUnsupportedFormat, "x"), "InvalidImageFormatException", 400},
		{blobsight.BadImage(blobsight.CodeImageTooLarge, "x"), "ImageTooLargeException", 400},
		{blobsight.BadImage(blobsight.CodeImageTooSmall, "x"), "InvalidParameterException", 400},
		{fmt.Errorf("open the picture: %w", blobsight.ErrObjectNotFound.With("x")), "InvalidS3ObjectException", 400},
		{blobsight.ErrUnauthorized, "AccessDeniedException", 400},
		{fmt.Errorf("recognize: %w", &blobsight.LaterError{Reason: "x"}), "ThrottlingException", 500},
		{errors.New("the disk is on fire"), "InternalServerError", 500},
	} {
		if kind, status := rekapi.FaultOf(c.err); kind != c.kind || status != c.status {
			t.Errorf("%v: %s, %d; want %s, %d", c.err, kind, status, c.kind, c.status)
		}
	}
}

func TestUnfit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		image blobsight.Image
		kind  string // empty: fit
	}{
		{blobsight.Image{Format: "jpeg", Width: 80, Height: 10_000}, ""},
		{blobsight.Image{Format: "png", Width: 10_000, Height: 80}, ""},
		{blobsight.Image{}, ""}, // nothing is known
		{blobsight.Image{Format: "gif", Width: 80, Height: 80}, "InvalidImageFormatException"},
		{blobsight.Image{Format: "heic"}, "InvalidImageFormatException"},
		{blobsight.Image{Format: "jpeg", Width: 79, Height: 200}, "InvalidParameterException"},
		{blobsight.Image{Format: "jpeg", Width: 200, Height: 79}, "InvalidParameterException"},
		{blobsight.Image{Format: "jpeg", Width: 10_001, Height: 200}, "ImageTooLargeException"},
		{blobsight.Image{Format: "jpeg", Width: 200, Height: 10_001}, "ImageTooLargeException"},
	} {
		err := rekapi.Unfit(c.image)
		if err == nil {
			if c.kind != "" {
				t.Errorf("%+v is fit, want %s", c.image, c.kind)
			}
			continue
		}
		if kind, _ := rekapi.FaultOf(err); kind != c.kind {
			t.Errorf("%+v: %v, want %q", c.image, err, c.kind)
		}
	}
}
