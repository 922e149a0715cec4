package rekognition

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // what Rekognition reads
	_ "image/png"  // as above
	"io"

	"github.com/aws/aws-sdk-go-v2/service/rekognition/types"

	"blobsight"
)

// What Rekognition takes, in pixels a side.
const minSide, maxSide = 80, 10_000

// inspect looks at the beginning of a picture that Rekognition has refused with
// cause, to say what is wrong with it. Only refused pictures are read.
func inspect(ctx context.Context, p blobsight.Picture, about *blobsight.Image, cause error) error {
	in, err := p.Open(ctx)
	if err != nil {
		return fmt.Errorf("look at a refused picture: %w", errors.Join(err, cause))
	}
	defer func() { _ = in.Close() }()
	head := bufio.NewReaderSize(in, sniffed)
	start, err := head.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("look at a refused picture: %w", errors.Join(err, cause))
	}
	if len(start) == 0 {
		return errEmpty()
	}
	about.Format = sniff(start)
	switch about.Format {
	case "":
		return bad(blobsight.CodeInvalidImage, cause, "it is no picture that DetectLabels can read; send JPEG or PNG")
	case "jpeg", "png":
		return judge(head, about.Format, cause)
	default:
		return bad(blobsight.CodeUnsupportedFormat, cause, "DetectLabels takes no %s; send JPEG or PNG", about.Format)
	}
}

// judge says why a picture in the right format was refused.
func judge(file io.Reader, format string, cause error) error {
	size, _, err := image.DecodeConfig(file)
	var parameter *types.InvalidParameterException
	switch {
	case err != nil:
		return bad(blobsight.CodeInvalidImage, cause, "it begins like %s, but it cannot be read", format)
	case min(size.Width, size.Height) < minSide:
		return bad(blobsight.CodeImageTooSmall, cause, "it has %d x %d pixels; DetectLabels wants at least %d a side", size.Width, size.Height, minSide)
	case max(size.Width, size.Height) > maxSide:
		return bad(blobsight.CodeImageTooLarge, cause, "it has %d x %d pixels; DetectLabels takes at most %d a side", size.Width, size.Height, maxSide)
	case errors.As(cause, &parameter): // nothing is wrong with the picture that we can see
		return fmt.Errorf("ask Rekognition: %w", cause)
	default:
		return bad(blobsight.CodeInvalidImage, cause, "it begins like %s, but DetectLabels cannot read it", format)
	}
}
