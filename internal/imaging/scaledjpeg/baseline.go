package scaledjpeg

// baseline is a JPEG of the simplest kind, which cameras write: one scan over
// all components, with 8 bits and Huffman codes (ITU-T T.81, section B.2).
type baseline struct {
	width, height int
	components    []component
	quant         [4]*[64]int32 // in the order of the coefficients
	codes         [2][4]*huffman
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
// is of another kind, or odd in any way.
func readBaseline(file []byte) *baseline {
	const sof0, sof15, dht, dac, sos, dqt, dri, adobe = 0xc0, 0xcf, 0xc4, 0xcc, 0xda, 0xdb, 0xdd, 0xee
	b := &baseline{}
	jfif, ok := false, true
	for marker, body := range Segments(file) {
		switch {
		case marker == 0xe0:
			jfif = true
		case marker == adobe && len(body) >= 12 && string(body[:5]) == "Adobe":
			ok = body[11] == 1 // YCbCr
			jfif = true
		case marker == dqt:
			ok = b.quantization(body)
		case marker == dht:
			ok = b.huffman(body)
		case marker == sof0:
			ok = len(b.components) == 0 && b.frame(body)
		case marker > sof0 && marker <= sof15:
			ok = false
		case marker == dri && len(body) >= 2:
			b.restart = int(body[0])<<8 | int(body[1])
		case marker == sos:
			ok = b.scanHeader(body)
		}
		if !ok {
			return nil
		}
	}
	rgb := len(b.components) == 3 && b.components[0].id == 'R' && !jfif
	if b.scan == nil || rgb {
		return nil
	}
	return b
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

// huffman reads tables of codes.
func (b *baseline) huffman(body []byte) bool {
	for len(body) >= 17 {
		class, index, total := body[0]>>4, body[0]&15, 0
		for _, n := range body[1:17] {
			total += int(n)
		}
		if class > 1 || index > 3 || len(body) < 17+total {
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

// frame reads the size and the components: gray, or luma that has one, two or
// four times the samples of chroma.
func (b *baseline) frame(body []byte) bool {
	const header, each = 6, 3
	if len(body) < header || body[0] != 8 || len(body) != header+each*int(body[5]) {
		return false
	}
	b.height, b.width = int(body[1])<<8|int(body[2]), int(body[3])<<8|int(body[4])
	for list := body[header:]; len(list) > 0; list = list[each:] {
		c := component{id: list[0], across: int(list[1] >> 4), down: int(list[1] & 15), quant: list[2]}
		if c.quant > 3 {
			return false
		}
		b.components = append(b.components, c)
	}
	switch len(b.components) {
	case 1:
		b.components[0].across, b.components[0].down = 1, 1 // a scan of one component has no units
	case 3:
		y, cb, cr := b.components[0], b.components[1], b.components[2]
		if y.across < 1 || y.across > 2 || y.down < 1 || y.down > 2 ||
			cb.across != 1 || cb.down != 1 || cr.across != 1 || cr.down != 1 {
			return false
		}
	default:
		return false
	}
	return b.width > 0 && b.height > 0
}

// scanHeader reads which tables the components use; all must be in this scan.
func (b *baseline) scanHeader(body []byte) bool {
	n := len(b.components)
	if n == 0 || len(body) < 4+2*n || int(body[0]) != n {
		return false
	}
	for i := range b.components {
		c := &b.components[i]
		c.direct, c.waves = body[2+2*i]>>4, body[2+2*i]&15
		if body[1+2*i] != c.id || c.direct > 3 || c.waves > 3 || b.codes[0][c.direct] == nil ||
			b.codes[1][c.waves] == nil || b.quant[c.quant] == nil {
			return false
		}
	}
	b.scan = body[4+2*n:]
	return true
}
