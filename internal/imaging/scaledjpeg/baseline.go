package scaledjpeg

import (
	"bytes"
	"slices"
)

// baseline is a JPEG of the simplest kind, which cameras write: one scan over
// all components, with 8 bits and Huffman codes (ITU-T T.81, section B.2).
type baseline struct {
	width, height int
	components    []component
	quant         [4]*[64]int32 // in the order of the coefficients
	codes         [2][2]*huffman
	restart       int // units between restart markers; 0 for none
	scan          []byte
}

// component is luma or chroma.
type component struct {
	id, quant     byte
	across, down  int // samples in a unit, in blocks
	direct, waves byte
	level         int32 // of the block before
}

// readBaseline reads everything in front of the coded data; nil when the file
// is of another kind, or odd in any way. What decoders only mind at times, such
// as bytes between the segments, is odd enough.
func readBaseline(file []byte) *baseline {
	const app0, app15, com, sos, soi = 0xe0, 0xef, 0xfe, 0xda, "\xff\xd8"
	if !bytes.HasPrefix(file, []byte(soi)) {
		return nil
	}
	b, read := &baseline{}, len(soi)
	for marker, body := range Segments(file) {
		const head = 4 // marker and length
		read += head + len(body)
		ok := false
		switch {
		case marker == sos:
			ok = read == len(file) && b.scanHeader(file[len(file)-len(body)-2:])
		case marker >= app0 && marker <= app15 || marker == com:
			ok = !otherColors(marker, body)
		default:
			ok = b.segment(marker, body)
		}
		if !ok {
			return nil
		}
	}
	if b.scan == nil {
		return nil
	}
	return b
}

// otherColors reports whether an application segment is that of Adobe and says
// that the colors are not YCbCr.
func otherColors(marker byte, body []byte) bool {
	const adobe, ycbcr = 0xee, 1
	return marker == adobe && len(body) >= 12 && string(body[:5]) == "Adobe" && body[11] != ycbcr
}

// segment reads what decoding needs; no other segment may come.
func (b *baseline) segment(marker byte, body []byte) bool {
	const sof0, dht, dqt, dri = 0xc0, 0xc4, 0xdb, 0xdd
	switch marker {
	case dqt:
		return b.quantization(body)
	case dht:
		return b.huffman(body)
	case sof0:
		return b.frame(body)
	case dri:
		if len(body) != 2 {
			return false
		}
		b.restart = int(body[0])<<8 | int(body[1])
		return true
	}
	return false
}

// quantization reads tables of 8 bits.
func (b *baseline) quantization(body []byte) bool {
	for len(body) >= 65 {
		if body[0] > 3 {
			return false
		}
		var table [64]int32
		for i := range table {
			table[i] = int32(body[1+i])
		}
		b.quant[body[0]] = &table
		body = body[65:]
	}
	return len(body) == 0
}

// huffman reads tables of codes, of which baseline has two of a class.
func (b *baseline) huffman(body []byte) bool {
	for len(body) >= 17 {
		class, index, total := body[0]>>4, body[0]&15, 0
		for _, n := range body[1:17] {
			total += int(n)
		}
		if class > 1 || index > 1 || len(body) < 17+total {
			return false
		}
		h := newHuffman(body[1:17], body[17:17+total])
		if h == nil {
			return false
		}
		b.codes[class][index] = h
		body = body[17+total:]
	}
	return len(body) == 0
}

// frame reads the size and the components; there is one frame.
func (b *baseline) frame(body []byte) bool {
	const header, each = 6, 3
	if b.components != nil || len(body) < header || body[0] != 8 || len(body) != header+each*int(body[5]) {
		return false
	}
	b.height, b.width = int(body[1])<<8|int(body[2]), int(body[3])<<8|int(body[4])
	for list := body[header:]; len(list) > 0; list = list[each:] {
		c := component{id: list[0], across: int(list[1] >> 4), down: int(list[1] & 15), quant: list[2]}
		if c.quant > 3 || slices.ContainsFunc(b.components, func(o component) bool { return o.id == c.id }) {
			return false
		}
		b.components = append(b.components, c)
	}
	return b.width > 0 && b.height > 0 && b.readable()
}

// readable reports whether the components are gray, or luma that has one, two
// or four times the samples of chroma. Ids that spell RGB are left to a decoder
// that knows when to believe them.
func (b *baseline) readable() bool {
	for _, c := range b.components {
		if c.across < 1 || c.across > 2 || c.down < 1 || c.down > 2 {
			return false
		}
	}
	switch len(b.components) {
	case 1:
		b.components[0].across, b.components[0].down = 1, 1 // a scan of one component has no units
		return true
	case 3:
		cb, cr := b.components[1], b.components[2]
		return cb.across == 1 && cb.down == 1 && cr.across == 1 && cr.down == 1 && b.components[0].id != 'R'
	}
	return false
}

// scanHeader reads, from the length on, which tables the components use; all
// must be in this scan, with all their frequencies, and in full.
func (b *baseline) scanHeader(body []byte) bool {
	n := len(b.components)
	end := 2 + 1 + 2*n + 3
	if n == 0 || len(body) < end || int(body[0])<<8|int(body[1]) != end || int(body[2]) != n ||
		!bytes.Equal(body[end-3:end], []byte{0, 63, 0}) {
		return false
	}
	for i := range b.components {
		c, id, tables := &b.components[i], body[3+2*i], body[4+2*i]
		c.direct, c.waves = tables>>4, tables&15
		if id != c.id || c.direct > 1 || c.waves > 1 || b.codes[0][c.direct] == nil ||
			b.codes[1][c.waves] == nil || b.quant[c.quant] == nil {
			return false
		}
	}
	b.scan = body[end:]
	return true
}
