package imaging

import "image"

// widen brings planes to the full range of a JPEG, which is what [image.YCbCr]
// means. Video keeps luma within 16 to 235 and chroma within 16 to 240, and so
// do lossy WebP (RFC 6386, section 9.2) and some HEIC; their decoders hand the
// planes on as they are. Without it black would be dark gray.
func widen(img image.Image) {
	var m *image.YCbCr
	switch img := img.(type) {
	case *image.YCbCr:
		m = img
	case *image.NYCbCrA:
		m = &img.YCbCr
	default: // a lossless WebP has RGB
		return
	}
	var luma, chroma [256]uint8
	for v := range 256 {
		luma[v] = clamped(float64(v-16) * 255 / 219)
		chroma[v] = clamped(float64(v-128)*255/224 + 128)
	}
	for i, v := range m.Y {
		m.Y[i] = luma[v]
	}
	for i, v := range m.Cb {
		m.Cb[i] = chroma[v]
	}
	for i, v := range m.Cr {
		m.Cr[i] = chroma[v]
	}
}

func clamped(v float64) uint8 { return uint8(min(max(v+0.5, 0), 255)) }
