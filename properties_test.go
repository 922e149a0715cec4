package blobsight_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
)

// kept is the part of a blob that stores keep as JSON.
type kept struct {
	Labels []blobsight.Label
	Image  blobsight.Image
}

// TestRegionsAreKeptWhenThereAreSome: stores write nothing about regions that
// nobody asked for, and read what was written before there were any.
func TestRegionsAreKeptWhenThereAreSome(t *testing.T) {
	t.Parallel()
	gray := []blobsight.DominantColor{{Red: 128, Green: 128, Blue: 128, CSSColor: "gray", SimplifiedColor: "gray", PixelPercent: 50}}
	plain := kept{
		[]blobsight.Label{{Name: "Dog", Instances: []blobsight.Instance{{Box: blobsight.Box{Width: 1, Height: 0.5}, Confidence: 90}}}},
		blobsight.Image{Format: "png", Properties: &blobsight.Properties{Contrast: 1, DominantColors: gray}},
	}
	regions := kept{
		[]blobsight.Label{{Name: "Dog", Instances: []blobsight.Instance{{Box: blobsight.Box{Width: 1, Height: 0.5}, Confidence: 90, DominantColors: gray}}}},
		blobsight.Image{Format: "png", Properties: &blobsight.Properties{
			Contrast: 1, DominantColors: gray,
			Foreground: &blobsight.Properties{Contrast: 2, DominantColors: gray},
			Background: &blobsight.Properties{Contrast: 3},
		}},
	}
	const colors = `[{"Red":128,"Green":128,"Blue":128,"CSSColor":"gray","SimplifiedColor":"gray","PixelPercent":50}]`
	for want, k := range map[string]kept{
		`{"Labels":[{"Name":"Dog","Confidence":0,"Parents":null,"Categories":null,"Aliases":null,` +
			`"Instances":[{"Box":{"Left":0,"Top":0,"Width":1,"Height":0.5},"Confidence":90}]}],` +
			`"Image":{"Format":"png","Width":0,"Height":0,"Bytes":0,"SHA256":"",` +
			`"Properties":{"Sharpness":0,"Brightness":0,"Contrast":1,"DominantColors":` + colors + `}}}`: plain,
		`{"Labels":[{"Name":"Dog","Confidence":0,"Parents":null,"Categories":null,"Aliases":null,` +
			`"Instances":[{"Box":{"Left":0,"Top":0,"Width":1,"Height":0.5},"Confidence":90,"DominantColors":` + colors + `}]}],` +
			`"Image":{"Format":"png","Width":0,"Height":0,"Bytes":0,"SHA256":"",` +
			`"Properties":{"Sharpness":0,"Brightness":0,"Contrast":1,"DominantColors":` + colors + `,` +
			`"Foreground":{"Sharpness":0,"Brightness":0,"Contrast":2,"DominantColors":` + colors + `},` +
			`"Background":{"Sharpness":0,"Brightness":0,"Contrast":3,"DominantColors":null}}}}`: regions,
	} {
		got, err := json.Marshal(k)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Error(diff)
		}
		var back kept
		if err := json.Unmarshal(got, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(k, back); diff != "" {
			t.Error(diff)
		}
	}
}
