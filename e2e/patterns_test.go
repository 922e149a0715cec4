package e2e_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdPatterns fills a folder with pictures of stripes or rings, no two alike.
func cmdPatterns(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 || args[2] != "stripes" && args[2] != "rings" {
		ts.Fatalf("usage: patterns FOLDER N stripes|rings")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o700))
	for i := range number(ts, args[1]) {
		var buf bytes.Buffer
		ts.Check(png.Encode(&buf, pattern(float64(i), args[2] == "rings")))
		ts.Check(os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.png", i)), buf.Bytes(), 0o600))
	}
}

// pattern draws the i-th picture: waves of another width and place each time,
// from the side, or from a point near the middle.
func pattern(i float64, rings bool) image.Image {
	const size = 128
	width := 14 + 2*i
	img := image.NewGray(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			from := float64(x) + 5*i
			if rings {
				from = math.Hypot(float64(x)-50-3*i, float64(y)-70+2*i)
			}
			img.SetGray(x, y, color.Gray{Y: uint8(127.5 + 127.5*math.Sin(2*math.Pi*from/width))})
		}
	}
	return img
}
