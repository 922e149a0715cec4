package imaging_test

import (
	"image/color"
	"testing"
)

// TestColorNames: what a person would call them.
func TestColorNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		r, g, b    uint8
		name, word string
	}{
		{0, 0, 0, "black", "black"},
		{25, 25, 25, "black", "black"},
		{255, 255, 255, "white", "white"},
		{255, 250, 250, "snow", "white"},
		{128, 128, 128, "gray", "gray"},
		{50, 80, 78, "darkslategray", "gray"},
		{240, 20, 20, "red", "red"},
		{135, 206, 235, "skyblue", "blue"},
		{34, 139, 34, "forestgreen", "green"},
		{255, 255, 0, "yellow", "yellow"},
		{255, 140, 0, "darkorange", "orange"},
		{139, 69, 19, "saddlebrown", "brown"},
		{0, 255, 255, "cyan", "turquoise"},
		{255, 0, 255, "magenta", "pink"},
		{102, 51, 153, "rebeccapurple", "purple"},
		{255, 105, 180, "hotpink", "pink"},
		{95, 68, 46, "dimgray", "brown"}, // CSS has no names for colors as dark and dull as these
		{45, 30, 20, "black", "brown"},
		{30, 40, 70, "black", "blue"},
		{105, 105, 105, "dimgray", "gray"},
	} {
		got := measure(filled(20, 20, color.NRGBA{R: c.r, G: c.g, B: c.b, A: 255})).DominantColors
		if len(got) != 1 {
			t.Fatalf("%v: colors %+v, want one", c, got)
		}
		if got[0].CSSColor != c.name || got[0].SimplifiedColor != c.word {
			t.Errorf("(%d, %d, %d) is %s (%s), want %s (%s)", c.r, c.g, c.b, got[0].CSSColor, got[0].SimplifiedColor, c.name, c.word)
		}
		if got[0].Red != c.r || got[0].Green != c.g || got[0].Blue != c.b {
			t.Errorf("%s: %+v, want the color itself", c.name, got[0])
		}
		near(t, c.name, got[0].PixelPercent, 100, 0)
	}
}
