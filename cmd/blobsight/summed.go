package main

import (
	"encoding/json"
	"io"

	"blobsight/cmd/blobsight/agreement"
)

// summed is the summary in JSON.
type summed struct {
	Pictures int        `json:"pictures"`
	Failed   int        `json:"failed"`
	A        summedSide `json:"a"`
	B        summedSide `json:"b"`
	Overlap  struct {
		Mean   *float64 `json:"mean"`
		Pooled *float64 `json:"pooled"`
	} `json:"overlap"`
	SameTop struct {
		Share    *float64 `json:"share"`
		Pictures int      `json:"pictures"`
		Of       int      `json:"of"`
	} `json:"same_top"`
	Difference struct {
		Labels         int            `json:"labels"`
		Mean           *float64       `json:"mean"`
		MedianAbsolute *float64       `json:"median_absolute"`
		Largest        *summedLargest `json:"largest"`
	} `json:"difference"`
}

type summedSide struct {
	Endpoint string          `json:"endpoint"`
	Model    string          `json:"label_model,omitempty"`
	Labels   *float64        `json:"labels"` // a picture
	Has      *float64        `json:"has"`    // of the labels of the other side
	Missing  []summedMissing `json:"missing"`
}

type summedMissing struct {
	Label    string `json:"label"`
	Pictures int    `json:"pictures"`
}

type summedLargest struct {
	File string `json:"file"`
	twoSided
}

// writeJSON writes the summary as one line.
func (o *outcomes) writeJSON(w io.Writer) error {
	s := o.Summary()
	out := summed{
		Pictures: s.Pictures, Failed: o.failed,
		A: summedSide{o.a.Name, o.a.model, shorter(s.LabelsA), shorter(s.AHas), missingNames(s.MissingA)},
		B: summedSide{o.b.Name, o.b.model, shorter(s.LabelsB), shorter(s.BHas), missingNames(s.MissingB)},
	}
	out.Overlap.Mean, out.Overlap.Pooled = shorter(s.Overlap), shorter(s.PooledOverlap)
	out.SameTop.Share, out.SameTop.Pictures, out.SameTop.Of = shorter(s.SameTop), s.SameTopPictures, s.PicturesWithAny
	out.Difference.Labels, out.Difference.Mean, out.Difference.MedianAbsolute = s.SharedLabels, shorter(s.MeanDifference), shorter(s.MedianAbsoluteDifference)
	if l := s.Largest; l != nil {
		out.Difference.Largest = &summedLargest{l.Picture, twoSidedOf(l.Label)}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(map[string]summed{"summary": out})
}

func shorter(v *float64) *float64 {
	if v == nil {
		return nil
	}
	s := short(*v)
	return &s
}

func missingNames(in []agreement.Missing) []summedMissing {
	out := make([]summedMissing, len(in))
	for i, m := range in {
		out[i] = summedMissing(m)
	}
	return out
}
