package imaging

// ConvertICC parses a profile and converts RGB bytes with it, in place; false
// when the profile is not converted.
func ConvertICC(icc []byte, rgb []uint8) bool {
	p := parseICC(icc)
	p.toSRGB(rgb)
	return p != nil
}
