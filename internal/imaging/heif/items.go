package heif

// codedPixels is how many pixels the largest picture of a HEIC file codes, in
// all of its tiles: decoding takes the primary one, and its transparency.
// Sizes are those that the properties announce, or larger where the coded data
// says otherwise. What cannot be followed counts as endless.
func codedPixels(data []byte, meta []box, owned map[uint32][]int, codings []coding) int64 {
	places := locations(find(meta, "iloc"))
	sizes, walked := map[uint32]int64{}, 0
	for item, props := range owned {
		for _, i := range props {
			c := codings[i]
			if c.pixels == 0 {
				continue
			}
			sizes[item] = max(sizes[item], c.pixels)
			if len(places[item]) == 0 {
				return Endless // its data lies where this does not look
			}
			for _, p := range places[item] {
				coded := p.of(data)
				if walked += len(coded) + 1; walked > 2*len(data) { // a step, too, where there is nothing
					return Endless // items share their data again and again
				}
				sizes[item] = max(sizes[item], largestSet(coded, c.prefix))
			}
		}
	}
	largest := int64(0)
	for _, tiles := range compositions(find(meta, "iref")) {
		total := int64(0)
		for _, tile := range tiles {
			if sizes[tile] == 0 { // composed itself, of who knows what
				return Endless
			}
			total += sizes[tile]
		}
		largest = max(largest, total)
	}
	for _, size := range sizes {
		largest = max(largest, size)
	}
	return min(largest, Endless)
}

// compositions lists which items others are composed of, as often as they are.
func compositions(iref []byte) [][]uint32 {
	if len(iref) < 4 {
		return nil
	}
	width := uint32(16)
	if iref[0] > 0 {
		width = 32
	}
	var list [][]uint32
	for _, b := range boxes(iref[4:]) {
		if b.kind != "dimg" { // derived image
			continue
		}
		var tiles []uint32
		r := bitReader{data: b.body}
		r.bits(width) // of what
		for range r.bits(16) {
			if tile := r.bits(width); !r.short {
				tiles = append(tiles, tile)
			}
		}
		list = append(list, tiles)
	}
	return list
}

// place is where a piece of an item lies in the file.
type place struct{ start, length uint64 }

// of cuts the piece out.
func (p place) of(data []byte) []byte {
	start := min(p.start, uint64(len(data)))
	if p.length == 0 { // to the end
		return data[start:]
	}
	return data[start:min(start+min(p.length, uint64(len(data))), uint64(len(data)))]
}

// locations reads where the items lie that lie in the file itself: none where
// one of them lies elsewhere as well, or where numbers have a width that the
// standard does not know. Places that take no bits, of which a few bytes could
// announce millions, are one.
func locations(iloc []byte) map[uint32][]place {
	r := bitReader{data: iloc}
	version := r.bits(8)
	r.bits(24)
	offsetSize, lengthSize, baseSize, indexSize := 8*r.bits(4), 8*r.bits(4), 8*r.bits(4), 8*r.bits(4)
	if version == 0 {
		indexSize = 0
	}
	for _, size := range []uint32{offsetSize, lengthSize, baseSize, indexSize} {
		if size != 0 && size != 32 && size != 64 {
			return nil
		}
	}
	wide := 16 * (version / 2)
	list := map[uint32][]place{}
	for range r.bits(16 + wide) {
		item, method := r.bits(16+wide), uint32(0)
		if version > 0 {
			method = r.bits(16) & 15
		}
		r.bits(16) // which file
		base := r.long(baseSize)
		places := r.bits(16)
		if indexSize+offsetSize+lengthSize == 0 {
			places = min(places, 1)
		}
		for range places {
			r.long(indexSize)
			p := place{base + r.long(offsetSize), r.long(lengthSize)}
			if r.short {
				return list
			}
			switch at, before := list[item]; {
			case method != 0:
				list[item] = nil
			case !before || len(at) > 0:
				list[item] = append(at, p)
			}
		}
		if r.short {
			break
		}
	}
	return list
}

// largestSet is the largest picture that the sequence parameter sets within
// the data of an item announce; 0 when there are none, which is as it should be.
func largestSet(data []byte, prefix int) (largest int64) {
	for len(data) > prefix {
		length := uint64(0)
		for _, b := range data[:prefix] {
			length = length<<8 | uint64(b)
		}
		data = data[prefix:]
		unit := data[:min(length, uint64(len(data)))]
		if len(unit) > 0 && unit[0]>>1&63 == parameterSet {
			largest = max(largest, pictureSize(unit))
		}
		data = data[len(unit):]
	}
	return largest
}
