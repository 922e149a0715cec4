package recognizer

import (
	"cmp"
	"context"
	"slices"

	"blobsight"
	"blobsight/internal/imaging"
)

// defaultColors is how many dominant colors are told at most when no number is
// asked for: as many as Amazon Rekognition tells then.
const defaultColors = 10

// measurement is what a picture looks like, on its way.
type measurement struct {
	whole     *blobsight.Properties // nil when it is not asked for
	thumbnail *imaging.Thumbnail    // for the regions; nil when they are not asked for
}

// measure finds the properties of the picture as a whole, where they are asked
// for. For the regions, which are not known yet, it keeps a thumbnail.
func measure(_ *Local, _ context.Context, t *task) error {
	if !t.options.Properties {
		return nil
	}
	thumbnail := imaging.NewThumbnail(t.file)
	t.measured.whole = thumbnail.Measure(t.maxColors())
	if t.options.Regions {
		t.measured.thumbnail = thumbnail
	}
	return nil
}

// divide measures foreground, background and instances, where they are asked for.
// They go by the labels of the answer: what it gives no place of is background,
// also where a less confident label or one too many had its place. A place that
// several labels share is measured once.
func divide(_ *Local, _ context.Context, t *task) error {
	thumbnail := t.measured.thumbnail
	if thumbnail == nil {
		return nil
	}
	colors := map[blobsight.Box][]blobsight.DominantColor{}
	var boxes []blobsight.Box
	for _, l := range t.labels {
		for i, instance := range l.Instances {
			found, known := colors[instance.Box]
			if !known {
				found = thumbnail.DominantColors(instance.Box, t.maxColors())
				colors[instance.Box], boxes = found, append(boxes, instance.Box)
			}
			l.Instances[i].DominantColors = slices.Clone(found)
		}
	}
	whole := t.measured.whole
	if len(boxes) == 0 { // all of it is background, and that is measured
		background := *whole
		background.DominantColors = slices.Clone(whole.DominantColors)
		whole.Background = &background
		return nil
	}
	whole.Foreground, whole.Background = thumbnail.MeasureParts(boxes, t.maxColors())
	return nil
}

// maxColors is how many dominant colors are told at most.
func (t *task) maxColors() int { return cmp.Or(t.options.MaxColors, defaultColors) }
