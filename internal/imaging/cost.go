package imaging

import (
	"bytes"
	"image"
	"image/color"

	"blobsight/internal/imaging/scaledjpeg"
)

// cost is what decoding takes, estimated from the header.
type cost struct {
	memory int64 // bytes that are allocated at once, at most
	least  int64 // bytes that a whole file of this size has; a shorter one is cut
}

// The most that formats can pack, in pixels (or bytes) a byte of the file.
const (
	deflateRatio = 1032 // zlib's manual, "Maximum Compression Factor"
	lzwRatio     = 2731 // codes of 12 bits, each for at most 4,096 pixels
)

// costOf estimates the cost of a picture. The figures are those of the codecs
// in use; TestCostIsEnough holds them to what these allocate.
func costOf(p *Picture, config image.Config) cost {
	pixels := int64(p.Width) * int64(p.Height)
	perPixel := bytesOf(config.ColorModel)
	switch p.Format {
	case "jpeg":
		return jpegCost(scaledjpeg.FrameOf(p.data), perPixel)
	case "png":
		return pngCost(p.data, pixels, perPixel)
	case "gif":
		return cost{memory: pixels * (1 + 4), least: pixels / lzwRatio} // a frame, and the canvas where it is smaller
	case "bmp":
		return cost{memory: pixels * perPixel, least: bmpBytes(p.data, pixels)}
	case "tiff": // a strip may be all of it, unpacked, in a buffer that doubles
		return cost{memory: pixels * (perPixel + 16), least: pixels / 8 / lzwRatio}
	case "webp": // one color may fill a picture of any size: no least
		return cost{memory: pixels * 8}
	case "heic":
		return cost{memory: heicBytesPerPixel * p.heif.Coded} // by what is coded, whatever the size in the header
	default:
		return cost{memory: pixels * 8}
	}
}

// bytesOf is how much a pixel of a color model takes.
func bytesOf(m color.Model) int64 {
	switch m {
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.YCbCrModel:
		return 3
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	if _, ok := m.(color.Palette); ok {
		return 1
	}
	return 4
}

// pngCost adds what interlacing takes (the passes are pictures of their own)
// and a transparent color (which turns gray into RGBA).
func pngCost(data []byte, pixels, perPixel int64) cost {
	const (
		depthAt, kindAt, interlaceAt = 24, 25, 28
		endOfHeader                  = 33
	)
	if len(data) < endOfHeader {
		return cost{}
	}
	depth, kind := int64(data[depthAt]), data[kindAt]
	if kind == 0 && bytes.Contains(data, []byte("tRNS")) {
		perPixel *= 4
	}
	if data[interlaceAt] != 0 {
		perPixel *= 2
	}
	samples := map[byte]int64{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]
	return cost{memory: pixels * perPixel, least: pixels * samples * depth / 8 / deflateRatio}
}

// jpegCost counts samples, which are fewer than the pixels where chroma is
// subsampled, in whole blocks.
func jpegCost(f scaledjpeg.Frame, perPixel int64) cost {
	c := cost{memory: f.Samples}
	if f.Progressive {
		c.memory += 4 * f.Samples // coefficients of 32 bits
	}
	if f.Components == 4 || perPixel == 4 { // CMYK and RGB are put together from the planes
		c.memory += 4 * f.Pixels
	}
	const blockSamples, bitsPerByte = 64, 8
	c.least = f.Samples / blockSamples / bitsPerByte // a bit for each block
	return c
}

// bmpBytes is the size of the pixels of a BMP, which are not compressed.
func bmpBytes(data []byte, pixels int64) int64 {
	const depthAt = 28
	if len(data) < depthAt+2 {
		return 0
	}
	return pixels * int64(data[depthAt]) / 8
}
