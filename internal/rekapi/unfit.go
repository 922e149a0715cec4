package rekapi

import (
	"errors"
	"fmt"

	"blobsight"
)

// What Rekognition takes, in pixels a side.
const minSide, maxSide = 80, 10_000

// unfit says why a picture is none for Rekognition, whether we can read it or failed
// with err; nil: it is one. What is not known of it is no reason.
func unfit(i blobsight.Image, err error) error {
	var e *blobsight.Error
	unknown := i.Format == "" && errors.As(err, &e) && (e.Code == blobsight.CodeInvalidImage || e.Code == blobsight.CodeUnsupportedFormat)
	switch {
	case unknown: // we would take more formats than Rekognition does
		return invalidFormat(detailOf(e) + "; send JPEG or PNG")
	case i.Format != "" && i.Format != "jpeg" && i.Format != "png":
		return invalidFormat(fmt.Sprintf("the picture is in the format %s; send JPEG or PNG", i.Format))
	case max(i.Width, i.Height) > maxSide:
		return imageTooLarge(fmt.Sprintf("Input image dimensions %d x %d exceed maximum dimension size of %d pixels", i.Width, i.Height, maxSide))
	case i.Width > 0 && i.Height > 0 && min(i.Width, i.Height) < minSide:
		return invalidParameter(fmt.Sprintf("the picture has %d x %d pixels; it must have at least %d a side", i.Width, i.Height, minSide))
	default:
		return nil
	}
}
