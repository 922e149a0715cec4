package imaging

// normalize turns RGB bytes into float32, each value divided by 255, minus the
// channel's mean, over its deviation, in the order of Channels and Layout.
func (r Recipe) normalize(rgb []uint8) []float32 {
	pixels := len(rgb) / 3
	tensor := make([]float32, len(rgb))
	for c := range 3 {
		var values [256]float32
		for v := range values {
			values[v] = float32((float64(v)/255 - r.Mean[c]) / r.Std[c])
		}
		from := c
		if r.Channels == ChannelsBGR {
			from = 2 - c
		}
		if r.Layout == LayoutNHWC {
			for i := range pixels {
				tensor[3*i+c] = values[rgb[3*i+from]]
			}
			continue
		}
		plane := tensor[c*pixels : (c+1)*pixels]
		for i := range plane {
			plane[i] = values[rgb[3*i+from]]
		}
	}
	return tensor
}
