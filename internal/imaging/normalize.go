package imaging

// normalize turns RGB bytes into three planes of float32 (red, green, blue),
// each value divided by 255, minus the channel's mean, over its deviation.
func (r Recipe) normalize(rgb []uint8) []float32 {
	pixels := len(rgb) / 3
	tensor := make([]float32, len(rgb))
	for c := range 3 {
		var values [256]float32
		for v := range values {
			values[v] = float32((float64(v)/255 - r.Mean[c]) / r.Std[c])
		}
		plane := tensor[c*pixels : (c+1)*pixels]
		for i := range plane {
			plane[i] = values[rgb[3*i+c]]
		}
	}
	return tensor
}
