package detection_test

import (
	"testing"

	"blobsight/internal/detection"
)

// BenchmarkDecode reads the outputs for an input of 416 pixels: those of a
// photograph, and those of a network for which everything is everywhere.
func BenchmarkDecode(b *testing.B) {
	run := func(name string, h detection.Head, outputs [][]float32) {
		d := decoder(b, coco(h, 0.3, 0.5))
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := d.Decode(outputs); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	for _, c := range goldenCases(b) {
		run(string(c.Head)+"/"+c.Picture, c.Head, c.outputs())
	}
	for _, h := range detection.Heads() {
		run(string(h)+"/hopeless", h, hopeless(h))
	}
}
