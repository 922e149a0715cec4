package imaging

import "math"

// brightness is the mean of the lightness of all pixels: 0 is black, 100 is
// white, and a middle gray, which looks half as bright as white, is 50.
func brightness(light []float32) float64 {
	sum := 0.0
	for _, l := range light {
		sum += float64(l)
	}
	return percentage(sum / float64(len(light)))
}

// contrast is twice the standard deviation of the lightness (RMS contrast, as
// in E. Peli, "Contrast in complex images", 1990): 0 is a picture of one
// lightness, 100 is one that is half black and half white, the most there is.
func contrast(light []float32, mean float64) float64 {
	sum := 0.0
	for _, l := range light {
		d := float64(l) - mean
		sum += d * d
	}
	return percentage(2 * math.Sqrt(sum/float64(len(light))))
}

// percentage keeps rounding from leaving 0 to 100.
func percentage(v float64) float64 { return min(max(v, 0), 100) }

// lightness gives CIELAB's L* (CIE 15:2004), 0 to 100, of sRGB pixels.
func lightness(rgb []uint8) []float32 {
	const steps = 1 << 14 // at most 0.06 L* apart, at black
	var byLuminance [steps + 1]float32
	for i := range byLuminance {
		byLuminance[i] = float32(lstar(float64(i) / steps))
	}
	var red, green, blue [256]uint32 // shares of luminance, IEC 61966-2-1
	for v := range 256 {
		l := linear(uint8(v)) * steps * 1024
		red[v], green[v], blue[v] = uint32(0.2126*l+0.5), uint32(0.7152*l+0.5), uint32(0.0722*l+0.5)
	}
	light := make([]float32, len(rgb)/3)
	for i := range light {
		pixel := rgb[3*i:][:3]
		light[i] = byLuminance[min((red[pixel[0]]+green[pixel[1]]+blue[pixel[2]]+512)/1024, steps)]
	}
	return light
}
