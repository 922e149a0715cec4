package main

import (
	"encoding/json"
	"io"
	"path/filepath"

	"blobsight/internal/models"
)

// description is a model in the words of reference.py.
type description struct {
	ONNX        string        `json:"onnx"`
	Width       int           `json:"width"`
	Height      int           `json:"height"`
	Fit         string        `json:"fit"`
	Shorter     int           `json:"shorter"`
	Filter      string        `json:"filter"`
	Pad         uint8         `json:"pad"`
	Anchor      string        `json:"anchor,omitempty"`
	Channels    string        `json:"channels"`
	Layout      string        `json:"layout"`
	Range       float64       `json:"range"`
	Mean        models.Triple `json:"mean"`
	Std         models.Triple `json:"std"`
	Activation  string        `json:"activation"`
	Temperature float64       `json:"temperature"`
	Input       string        `json:"input,omitempty"`
	Output      string        `json:"output,omitempty"`
}

// describe writes the description of a model whose file is in dir.
func describe(w io.Writer, name, dir string) error {
	m, err := models.Load(name)
	if err != nil {
		return err
	}
	path, err := m.Path(dir)
	if err != nil {
		return err
	}
	if path, err = filepath.Abs(path); err != nil {
		return err
	}
	in := m.Input
	d := description{
		ONNX: path, Width: in.Width, Height: in.Height, Fit: in.Fit, Shorter: in.Shorter, Filter: in.Filter,
		Pad: in.Pad, Anchor: in.Anchor, Channels: in.Channels, Layout: in.Layout, Range: in.Range, Mean: in.Mean, Std: in.Std,
		Activation: m.Output.Activation, Temperature: m.Temperature, Input: in.Name,
	}
	if len(m.Output.Names) > 0 {
		d.Output = m.Output.Names[0]
	}
	return json.NewEncoder(w).Encode(d)
}
