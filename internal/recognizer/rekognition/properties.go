package rekognition

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rekognition/types"

	"blobsight"
)

// properties are those of the whole picture; nil when none were measured.
func properties(in *types.DetectLabelsImageProperties) *blobsight.Properties {
	if in == nil {
		return nil
	}
	out := &blobsight.Properties{}
	if q := in.Quality; q != nil {
		out.Sharpness, out.Brightness, out.Contrast = exact(q.Sharpness), exact(q.Brightness), exact(q.Contrast)
	}
	for _, c := range in.DominantColors {
		out.DominantColors = append(out.DominantColors, blobsight.DominantColor{
			Red: level(c.Red), Green: level(c.Green), Blue: level(c.Blue),
			CSSColor: strings.ToLower(aws.ToString(c.CSSColor)), SimplifiedColor: strings.ToLower(aws.ToString(c.SimplifiedColor)),
			PixelPercent: exact(c.PixelPercent),
		})
	}
	return out
}

func level(v *int32) uint8 { return uint8(min(max(aws.ToInt32(v), 0), 255)) }
