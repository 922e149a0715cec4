package main

import (
	"encoding/json"
	"io"
	"math"

	"blobsight"
	"blobsight/cmd/blobsight/agreement"
)

// oneSided is a label of one side in JSON.
type oneSided struct {
	Label      string  `json:"label"`
	Confidence float64 `json:"confidence"`
}

// twoSided is a label of both sides in JSON.
type twoSided struct {
	A           string          `json:"a"`
	B           string          `json:"b"`
	Match       agreement.Match `json:"match"`
	ConfidenceA float64         `json:"confidence_a"`
	ConfidenceB float64         `json:"confidence_b"`
	Difference  float64         `json:"difference"`
}

// compared is a picture in JSON.
type compared struct {
	Overlap float64    `json:"overlap"`
	SameTop bool       `json:"same_top"`
	Shared  []twoSided `json:"shared"`
	OnlyA   []oneSided `json:"only_a"`
	OnlyB   []oneSided `json:"only_b"`
}

// writeJSON writes d as one line.
func (d *difference) writeJSON(w io.Writer) error {
	line := struct {
		File string `json:"file"`
		*compared
		Error  *failure `json:"error,omitempty"`
		ErrorA *failure `json:"error_a,omitempty"`
		ErrorB *failure `json:"error_b,omitempty"`
	}{File: d.file}
	for at, err := range map[**failure]error{&line.Error: d.err, &line.ErrorA: d.errA, &line.ErrorB: d.errB} {
		if err != nil {
			why := answerOf(err)
			*at = &why
		}
	}
	if !d.failed() {
		line.compared = d.compared()
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(line)
}

func (d *difference) compared() *compared {
	c := &compared{Overlap: short(d.Overlap()), SameTop: d.SameTop, Shared: []twoSided{}, OnlyA: alone(d.OnlyA), OnlyB: alone(d.OnlyB)}
	for _, l := range d.Shared {
		c.Shared = append(c.Shared, twoSidedOf(l))
	}
	return c
}

func twoSidedOf(l agreement.Shared) twoSided {
	return twoSided{l.A.Name, l.B.Name, l.By, l.A.Confidence, l.B.Confidence, short(l.Difference())}
}

func alone(labels []blobsight.Label) []oneSided {
	out := make([]oneSided, len(labels))
	for i, l := range labels {
		out[i] = oneSided{l.Name, l.Confidence}
	}
	return out
}

// short is a figure without the digits that calculating leaves behind.
func short(v float64) float64 { return math.Round(v*1e4) / 1e4 }
