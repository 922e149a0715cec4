package imaging

// bound reads the size from the header, before any pixel is decoded, and
// refuses what would take too much memory or time: a small file can claim, or
// unpack to, a huge picture.
func bound(p *Picture) error {
	config, err := configOf(p)
	if err != nil {
		return err
	}
	p.Width, p.Height = config.Width, config.Height
	if p.Orientation.swaps() {
		p.Width, p.Height = p.Height, p.Width
	}
	w, h := p.Width, p.Height
	switch {
	case w <= 0 || h <= 0:
		return invalid("the header gives a size of %d x %d pixels", w, h)
	case max(w, h) > p.limits.MaxSide:
		return tooLarge("%d x %d pixels: the longer side may have %d at most", w, h, p.limits.MaxSide)
	case int64(w)*int64(h) > int64(p.limits.MaxMegapixels)*1_000_000:
		return tooLarge("%d x %d pixels are %.1f megapixels: the limit is %d",
			w, h, float64(w)*float64(h)/1e6, p.limits.MaxMegapixels)
	case min(w, h) < p.limits.MinSide:
		return tooSmall("%d x %d pixels: the shorter side needs %d at least", w, h, p.limits.MinSide)
	}
	if p.Format == "jpeg" && countScans(p.data) > maxScans {
		return invalid("a JPEG with more than %d scans is not decoded", maxScans)
	}
	return nil
}
