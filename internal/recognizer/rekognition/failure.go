package rekognition

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/rekognition/types"

	"blobsight"
)

// How long a picture is put off that the quota has no room for, beyond what the SDK
// waited: from putOff to twice that, so that many do not come back together.
const putOff = 10 * time.Second

// failure says what an error of DetectLabels means: the picture's fault, a matter of
// patience, or ours.
func (r *Recognizer) failure(ctx context.Context, p blobsight.Picture, image *blobsight.Image, err error) error {
	var (
		tooLarge  *types.ImageTooLargeException
		format    *types.InvalidImageFormatException
		parameter *types.InvalidParameterException
		object    *types.InvalidS3ObjectException
		denied    *types.AccessDeniedException
		throttled *types.ThrottlingException
		exceeded  *types.ProvisionedThroughputExceededException
	)
	switch {
	case errors.As(err, &tooLarge):
		return bad(blobsight.CodeImageTooLarge, err, "it has more bytes or pixels than DetectLabels takes: at most 15 MB, and 10,000 pixels a side")
	case errors.As(err, &format), errors.As(err, &parameter):
		// Rekognition calls a picture that is too small, too, an invalid parameter,
		// without a word about it. The picture itself tells more.
		return inspect(ctx, p, image, err)
	case errors.As(err, &throttled), errors.As(err, &exceeded):
		wait := putOff + rand.N(putOff) //nolint:gosec // spreading load needs no secret randomness
		return &blobsight.LaterError{After: wait.Round(time.Second), Reason: "DetectLabels takes no more requests for now"}
	case errors.As(err, &object):
		return fmt.Errorf("have Rekognition read the picture in %s: %w; check that the bucket is in the same region and that the caller is allowed s3:GetObject", r.cfg.Bucket, err)
	case errors.As(err, &denied):
		return fmt.Errorf("ask Rekognition: %w; check that the caller is allowed rekognition:DetectLabels", err)
	default:
		return fmt.Errorf("ask Rekognition: %w", err)
	}
}

// bad is the error of a picture that can never be recognized, with its cause.
func bad(code string, cause error, format string, args ...any) error {
	e := blobsight.BadImage(code, format, args...)
	e.Err = cause
	return e
}
