package imaging

import "image"

// bound reads the size from the header, before any pixel is decoded, and
// refuses what would take too much memory or time: a small file can claim, or
// unpack to, a huge picture.
func bound(p *Picture) error {
	config, err := configOf(p)
	if err != nil {
		return err
	}
	p.Width, p.Height, p.model = config.Width, config.Height, config.ColorModel
	if p.Orientation.swaps() {
		p.Width, p.Height = p.Height, p.Width
	}
	if err := boundSize(p); err != nil {
		return err
	}
	return boundEffort(p, config)
}

// boundSize judges the size alone.
func boundSize(p *Picture) error {
	w, h := p.Width, p.Height
	megapixels := p.limits.MaxMegapixels
	if p.Format == "heic" {
		megapixels = min(megapixels, maxHEICMegapixels)
	}
	switch {
	case w <= 0 || h <= 0:
		return invalid("the header gives a size of %d x %d pixels", w, h)
	case max(w, h) > p.limits.MaxSide:
		return tooLarge("%d x %d pixels: the longer side may have %d at most", w, h, p.limits.MaxSide)
	case int64(w)*int64(h) > int64(megapixels)*1_000_000:
		return tooLarge("%d x %d pixels are %.1f megapixels: the limit is %d",
			w, h, float64(w)*float64(h)/1e6, megapixels)
	case p.Format == "heic" && w < minHEICWidth:
		return tooSmall("%d x %d pixels: a HEIC needs a width of %d at least", w, h, minHEICWidth)
	case min(w, h) < p.limits.MinSide:
		return tooSmall("%d x %d pixels: the shorter side needs %d at least", w, h, p.limits.MinSide)
	}
	return nil
}

// boundEffort judges what decoding takes by more than the size.
func boundEffort(p *Picture, config image.Config) error {
	c := costOf(p, config)
	switch {
	case c.least > p.Bytes:
		return invalid("the %s is truncated: its %d bytes cannot hold %d x %d pixels, which take %d at least",
			p.Format, p.Bytes, p.Width, p.Height, c.least)
	case c.memory > p.limits.MaxMemory:
		return tooLarge("decoding %d x %d pixels of this kind of %s would take %d MB of memory: the limit is %d MB",
			p.Width, p.Height, p.Format, c.memory/1e6, p.limits.MaxMemory/1e6)
	case p.Format == "jpeg" && countScans(p.data) > maxScans:
		return invalid("a JPEG with more than %d scans is not decoded", maxScans)
	}
	return nil
}
