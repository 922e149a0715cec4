package rekapi_test

import (
	"encoding/json"
	"slices"
	"testing"

	"blobsight"
	"blobsight/internal/rekapi"
)

// TestFilters: what passes, by the four kinds of filters and their combinations.
func TestFilters(t *testing.T) {
	t.Parallel()
	rec := &blobsight.Recognition{Labels: []blobsight.Label{
		{Name: "Vehicle", Confidence: 99, Categories: []string{"Vehicles and Automotive"}},
		{Name: "Bus", Confidence: 85, Categories: []string{"Transport and Logistics", "Vehicles and Automotive"}},
		{Name: "Road", Confidence: 60, Categories: []string{"Transport and Logistics"}},
		{Name: "Tree", Confidence: 56, Categories: []string{"Plants and Flowers"}},
		{Name: "Thing", Confidence: 55},
	}}
	for _, c := range []struct {
		filters string
		more    string // of the request
		want    []string
	}{
		{`{}`, ``, []string{"Vehicle", "Bus", "Road", "Tree", "Thing"}},
		{`{"LabelInclusionFilters":[]}`, ``, []string{"Vehicle", "Bus", "Road", "Tree", "Thing"}},
		{`{"LabelInclusionFilters":["Tree","Bus","Unknown"]}`, ``, []string{"Bus", "Tree"}},
		{`{"LabelInclusionFilters":["bus"]}`, ``, nil},
		{`{"LabelExclusionFilters":["Vehicle","Thing"]}`, ``, []string{"Bus", "Road", "Tree"}},
		{`{"LabelCategoryInclusionFilters":["Transport and Logistics"]}`, ``, []string{"Bus", "Road"}},
		{`{"LabelCategoryExclusionFilters":["Vehicles and Automotive"]}`, ``, []string{"Road", "Tree", "Thing"}},
		{`{"LabelInclusionFilters":["Tree"],"LabelCategoryInclusionFilters":["Vehicles and Automotive"]}`, ``, []string{"Vehicle", "Bus", "Tree"}},
		{`{"LabelInclusionFilters":["Tree","Bus"],"LabelExclusionFilters":["Bus"]}`, ``, []string{"Tree"}},
		{`{"LabelInclusionFilters":["Road"],"LabelCategoryExclusionFilters":["Transport and Logistics"]}`, ``, nil},
		{`{"LabelCategoryInclusionFilters":["Transport and Logistics"],"LabelExclusionFilters":["Bus"]}`, ``, []string{"Road"}},
		{`{"LabelExclusionFilters":["Vehicle"]}`, `,"MaxLabels":2`, []string{"Bus", "Road"}}, // filters come first
		{`{}`, `,"MaxLabels":0`, nil},
		{`{}`, `,"MaxLabels":5000`, []string{"Vehicle", "Bus", "Road", "Tree", "Thing"}},
		{`{}`, `,"Features":["IMAGE_PROPERTIES"]`, nil},
		{`{}`, `,"Features":["IMAGE_PROPERTIES","GENERAL_LABELS"]`, []string{"Vehicle", "Bus", "Road", "Tree", "Thing"}},
	} {
		body := `{"Image":{"Bytes":"AAAA"},"Settings":{"GeneralLabels":` + c.filters + `}` + c.more + `}`
		answer, err := rekapi.Answer([]byte(body), rec)
		if err != nil {
			t.Errorf("%s: %v", body, err)
			continue
		}
		var out struct{ Labels []struct{ Name string } }
		if err := json.Unmarshal(answer, &out); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range out.Labels {
			got = append(got, l.Name)
		}
		if !slices.Equal(got, c.want) || out.Labels == nil {
			t.Errorf("%s: %v, want %v", body, got, c.want)
		}
	}
	if rec.Labels[0].Name != "Vehicle" || rec.Labels[4].Name != "Thing" {
		t.Error("filters changed what was recognized")
	}
}
