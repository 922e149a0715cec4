// Package icc reads ICC profiles and turns RGB values into sRGB with them.
//
// It follows profiles of RGB with a matrix and three curves (ICC.1:2022,
// section 8.3.3), sampled or parametric ones, relative to white, which is what
// pictures have embedded: Display P3, Adobe RGB, ProPhoto, Rec. 2020. Profiles
// that are made of tables, or meant for gray, CMYK or Lab, are not followed: it
// is as if there were none. So it is with a broken one; no data panics.
//
// Values have 8 bits. Colors that sRGB lacks become the nearest ones channel by
// channel. Where a file keeps its profile is not known here.
package icc

import (
	"encoding/binary"
	"math"
)

// Profile turns the RGB values of a picture into sRGB. It may be used by many
// at once; the nil profile changes nothing.
type Profile struct {
	curves [3][256]float32 // from a byte to linear light, 0 to 1
	matrix [3][3]float64   // from the profile's linear RGB to that of sRGB
}

// Parse reads a profile; nil when it is broken or of another kind (tables,
// gray, CMYK, Lab), and when it is as good as sRGB. It keeps nothing of data.
func Parse(data []byte) *Profile {
	const header, signatureAt, spaceAt, connectionAt = 132, 36, 16, 20
	if len(data) < header || string(data[signatureAt:signatureAt+4]) != "acsp" ||
		string(data[spaceAt:spaceAt+4]) != "RGB " || string(data[connectionAt:connectionAt+4]) != "XYZ " {
		return nil
	}
	tags := tagsOf(data)
	if tags["A2B0"] != nil {
		return nil // the tables count, and the matrix is but a makeshift
	}
	var p Profile
	var toXYZ [3][3]float64
	for i, color := range []string{"r", "g", "b"} {
		column, ok := parseXYZ(tags[color+"XYZ"])
		curve := parseCurve(tags[color+"TRC"])
		if !ok || curve == nil {
			return nil
		}
		for row := range 3 {
			toXYZ[row][i] = column[row]
		}
		for v := range p.curves[i] {
			y := curve(float64(v) / 255)
			if math.IsNaN(y) {
				return nil
			}
			p.curves[i][v] = float32(min(max(y, 0), 1))
		}
	}
	p.matrix = multiply(fromXYZ(), toXYZ)
	if p.idle() {
		return nil
	}
	return &p
}

// tagsOf reads the table of tags. Tags that do not lie within the data are
// left out.
func tagsOf(data []byte) map[string][]byte {
	const table, entry, maxTags = 128, 12, 100
	tags := map[string][]byte{}
	list := data[table+4:]
	for range min(binary.BigEndian.Uint32(data[table:]), maxTags) {
		if len(list) < entry {
			break
		}
		start, size := uint64(binary.BigEndian.Uint32(list[4:])), uint64(binary.BigEndian.Uint32(list[8:]))
		if start+size <= uint64(len(data)) {
			tags[string(list[:4])] = data[start : start+size]
		}
		list = list[entry:]
	}
	return tags
}

// parseXYZ reads one color (section 10.31), relative to the white of the
// connection space.
func parseXYZ(tag []byte) (xyz [3]float64, ok bool) {
	const length = 8 + 3*4
	if len(tag) < length || string(tag[:4]) != "XYZ " {
		return xyz, false
	}
	for i := range xyz {
		xyz[i] = fixed(tag[8+4*i:])
	}
	return xyz, true
}

// fixed reads a number with 16 bits after the point.
func fixed(b []byte) float64 {
	v := int64(binary.BigEndian.Uint32(b))
	if v >= 1<<31 { // negative
		v -= 1 << 32
	}
	return float64(v) / (1 << 16)
}

// fromXYZ is the way from the connection space (white D50) to linear sRGB: the
// inverse of the colors of IEC 61966-2-1, adapted to D50 by Bradford.
func fromXYZ() [3][3]float64 {
	return [3][3]float64{
		{3.1338561, -1.6168667, -0.4906146},
		{-0.9787684, 1.9161415, 0.0334540},
		{0.0719453, -0.2289914, 1.4052427},
	}
}

func multiply(a, b [3][3]float64) (c [3][3]float64) {
	for i := range 3 {
		for j := range 3 {
			for k := range 3 {
				c[i][j] += a[i][k] * b[k][j]
			}
		}
	}
	return c
}

// idle reports whether the profile changes next to nothing: no level of the
// primary colors, of gray and of their mixtures by more than one.
func (p *Profile) idle() bool {
	var before [3 * 9 * 9 * 9]uint8
	i := 0
	for r := range 9 {
		for g := range 9 {
			for b := range 9 {
				before[i], before[i+1], before[i+2] = uint8(r*255/8&0xff), uint8(g*255/8&0xff), uint8(b*255/8&0xff)
				i += 3
			}
		}
	}
	after := before
	p.ToSRGB(after[:])
	for i, v := range after {
		if max(v, before[i])-min(v, before[i]) > 1 {
			return false
		}
	}
	return true
}
