package rekognition

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rekognition/types"

	"blobsight"
)

// properties are those of the whole picture, with its parts where regions are asked
// for; nil when none were measured.
func properties(in *types.DetectLabelsImageProperties, regions bool) *blobsight.Properties {
	if in == nil {
		return nil
	}
	out := part(in.Quality, in.DominantColors)
	if f := in.Foreground; regions && f != nil {
		out.Foreground = part(f.Quality, f.DominantColors)
	}
	if b := in.Background; regions && b != nil {
		out.Background = part(b.Quality, b.DominantColors)
	}
	return out
}

// part is what was measured of the whole picture, its foreground or its background.
func part(q *types.DetectLabelsImageQuality, colors []types.DominantColor) *blobsight.Properties {
	out := &blobsight.Properties{DominantColors: dominantColors(colors)}
	if q != nil {
		out.Sharpness, out.Brightness, out.Contrast = exact(q.Sharpness), exact(q.Brightness), exact(q.Contrast)
	}
	return out
}

// dominantColors are nil when there are none.
func dominantColors(in []types.DominantColor) []blobsight.DominantColor {
	var out []blobsight.DominantColor
	for _, c := range in {
		out = append(out, blobsight.DominantColor{
			Red: level(c.Red), Green: level(c.Green), Blue: level(c.Blue),
			CSSColor: strings.ToLower(aws.ToString(c.CSSColor)), SimplifiedColor: strings.ToLower(aws.ToString(c.SimplifiedColor)),
			PixelPercent: exact(c.PixelPercent),
		})
	}
	return out
}

func level(v *int32) uint8 { return uint8(min(max(aws.ToInt32(v), 0), 255)) }
