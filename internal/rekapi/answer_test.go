package rekapi_test

import (
	"strings"
	"testing"

	"blobsight"
	"blobsight/internal/rekapi"
)

// TestAnswer: everything that is known of a picture gets its place.
func TestAnswer(t *testing.T) {
	t.Parallel()
	colors := []blobsight.DominantColor{
		{Red: 47, Green: 79, Blue: 9, CSSColor: "darkslategray", SimplifiedColor: "gray", PixelPercent: 40.5},
		{Red: 255, Green: 255, Blue: 255, CSSColor: "white", SimplifiedColor: "white", PixelPercent: 10},
	}
	rec := &blobsight.Recognition{
		Labels: []blobsight.Label{{
			Name: "Bus", Confidence: 85.21, Parents: []string{"Vehicle"}, Aliases: []string{"Coach"}, Categories: []string{"Transport and Logistics"},
			Instances: []blobsight.Instance{{Box: blobsight.Box{Left: 0.1, Top: 0.2, Width: 0.3, Height: 0.4}, Confidence: 85.2, DominantColors: colors}},
		}},
		Model: blobsight.Model{Name: "m", Version: "1"},
		Image: blobsight.Image{Properties: &blobsight.Properties{
			Sharpness: 1, Brightness: 2, Contrast: 3, DominantColors: colors,
			Foreground: &blobsight.Properties{Sharpness: 4, Brightness: 5, Contrast: 6, DominantColors: colors},
		}},
	}
	const bus = `{"Name":"Bus","Confidence":85.21,"Instances":[{"BoundingBox":{"Width":0.3,"Height":0.4,"Left":0.1,"Top":0.2},"Confidence":85.2%s}],` +
		`"Parents":[{"Name":"Vehicle"}],"Aliases":[{"Name":"Coach"}],"Categories":[{"Name":"Transport and Logistics"}]}`
	const color = `{"Red":47,"Blue":9,"Green":79,"HexCode":"#2f4f09","CSSColor":"darkslategray","SimplifiedColor":"gray","PixelPercent":40.5}`
	for more, want := range map[string]string{
		``: `{"Labels":[` + strings.Replace(bus, "%s", "", 1) + `],"LabelModelVersion":"m/1"}`,
		`,"Features":["GENERAL_LABELS","IMAGE_PROPERTIES"],"Settings":{"ImageProperties":{"MaxDominantColors":1}}`: `{"Labels":[` + strings.Replace(bus, "%s", `,"DominantColors":[`+color+`]`, 1) + `],"LabelModelVersion":"m/1",` +
			`"ImageProperties":{"Quality":{"Brightness":2,"Sharpness":1,"Contrast":3},"DominantColors":[` + color + `],` +
			`"Foreground":{"Quality":{"Brightness":5,"Sharpness":4,"Contrast":6},"DominantColors":[` + color + `]}}}`,
		`,"Features":["IMAGE_PROPERTIES"],"Settings":{"ImageProperties":{"MaxDominantColors":0}}`: `{"Labels":[],"LabelModelVersion":"m/1",` +
			`"ImageProperties":{"Quality":{"Brightness":2,"Sharpness":1,"Contrast":3},"DominantColors":[],` +
			`"Foreground":{"Quality":{"Brightness":5,"Sharpness":4,"Contrast":6},"DominantColors":[]}}}`,
	} {
		got, err := rekapi.Answer([]byte(`{"Image":{"Bytes":"AAAA"}`+more+`}`), rec)
		if err != nil || string(got) != want {
			t.Errorf("%s: %v\n got %s\nwant %s", more, err, got, want)
		}
	}
}
