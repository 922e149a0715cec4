package blobsight

// Properties is what a picture looks like as a whole, whatever is in it.
type Properties struct {
	Sharpness  float64 // 0-100
	Brightness float64 // 0-100
	Contrast   float64 // 0-100

	DominantColors []DominantColor // the most frequent first

	// Foreground is the same of what lies within the boxes of instances, Background of
	// the rest; they have no such parts themselves. Nil: not asked for, or there is
	// nothing of it.
	Foreground, Background *Properties `json:",omitempty"` // stores keep results as JSON: see [Instance]
}

// DominantColor is one of the colors that a picture is mostly made of.
type DominantColor struct {
	Red, Green, Blue uint8   // sRGB
	CSSColor         string  // the nearest name of CSS Color Module Level 4, such as "darkslategray"
	SimplifiedColor  string  // one of a dozen everyday words, such as "gray"
	PixelPercent     float64 // share of the picture's pixels, 0-100
}
