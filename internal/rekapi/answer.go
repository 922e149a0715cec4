package rekapi

import (
	"fmt"

	"blobsight"
)

// The types of an answer. Their fields are those of the service model;
// OrientationCorrection, which is always null there, is left out as Amazon does.
type (
	detectLabelsOutput struct {
		Labels            []label
		LabelModelVersion string
		ImageProperties   *imageProperties `json:",omitempty"`
	}
	label struct {
		Name       string
		Confidence float64 // 0-100
		Instances  []instance
		Parents    []name
		Aliases    []name
		Categories []name
	}
	name struct {
		Name string
	}
	instance struct {
		BoundingBox    boundingBox
		Confidence     float64         // 0-100
		DominantColors []dominantColor `json:",omitempty"`
	}
	boundingBox struct {
		Width, Height, Left, Top float64 // ratios of the upright picture
	}
	imageProperties struct {
		Quality        quality
		DominantColors []dominantColor
		Foreground     *region `json:",omitempty"`
		Background     *region `json:",omitempty"`
	}
	region struct {
		Quality        quality
		DominantColors []dominantColor
	}
	quality struct {
		Brightness, Sharpness, Contrast float64 // 0-100
	}
	dominantColor struct {
		Red, Blue, Green uint8
		HexCode          string // "#2f4f4f"
		CSSColor         string
		SimplifiedColor  string
		PixelPercent     float64
	}
)

// output tells what was found, as a request wants it.
func output(in *detectLabelsInput, rec *blobsight.Recognition) *detectLabelsOutput {
	out := &detectLabelsOutput{Labels: []label{}, LabelModelVersion: version(rec.Model)}
	colors := 0
	if p := rec.Image.Properties; p != nil && in.wants(featureProperties) {
		colors = in.colors()
		out.ImageProperties = propertiesOf(p, colors)
	}
	if in.wants(featureLabels) {
		labels := in.filter(rec.Labels)
		for _, l := range labels[:min(len(labels), in.labels())] {
			out.Labels = append(out.Labels, labelOf(l, colors))
		}
	}
	return out
}

// version names a model: Rekognition's has a number alone, ours have names.
func version(m blobsight.Model) string {
	if m.Version == "" {
		return m.Name
	}
	return m.Name + "/" + m.Version
}

func labelOf(l blobsight.Label, colors int) label {
	out := label{
		Name: l.Name, Confidence: l.Confidence, Instances: []instance{},
		Parents: namesOf(l.Parents), Aliases: namesOf(l.Aliases), Categories: namesOf(l.Categories),
	}
	for _, i := range l.Instances {
		out.Instances = append(out.Instances, instance{
			BoundingBox: boundingBox{Width: i.Box.Width, Height: i.Box.Height, Left: i.Box.Left, Top: i.Box.Top},
			Confidence:  i.Confidence, DominantColors: colorsOf(i.DominantColors, colors),
		})
	}
	return out
}

func namesOf(names []string) []name {
	out := make([]name, len(names))
	for i, n := range names {
		out[i].Name = n
	}
	return out
}

func propertiesOf(p *blobsight.Properties, colors int) *imageProperties {
	whole := regionOf(p, colors)
	return &imageProperties{
		Quality: whole.Quality, DominantColors: whole.DominantColors,
		Foreground: regionOf(p.Foreground, colors), Background: regionOf(p.Background, colors),
	}
}

func regionOf(p *blobsight.Properties, colors int) *region {
	if p == nil {
		return nil
	}
	return &region{
		Quality:        quality{Brightness: p.Brightness, Sharpness: p.Sharpness, Contrast: p.Contrast},
		DominantColors: colorsOf(p.DominantColors, colors),
	}
}

// colorsOf gives the most frequent colors, so many at most.
func colorsOf(colors []blobsight.DominantColor, most int) []dominantColor {
	out := []dominantColor{}
	for _, c := range colors[:min(len(colors), most)] {
		out = append(out, dominantColor{
			Red: c.Red, Green: c.Green, Blue: c.Blue, HexCode: fmt.Sprintf("#%02x%02x%02x", c.Red, c.Green, c.Blue),
			CSSColor: c.CSSColor, SimplifiedColor: c.SimplifiedColor, PixelPercent: c.PixelPercent,
		})
	}
	return out
}
