package scaledjpeg

// huffman is a table of codes of a JPEG (ITU-T T.81, annex C and F.2.2.3).
type huffman struct {
	short   [1 << shortCode]uint16 // by the next bits: length of the code, and symbol; 0 for a longer code
	last    [17]int32              // by length: the last code, or -1
	first   [17]int32              // by length: index of the first symbol minus its code
	symbols []byte
}

// shortCode is the length of the codes that are looked up at once.
const shortCode = 9

// newHuffman makes a table of how many codes of each length from 1 to 16 there
// are, and of the symbols in the order of their codes; nil when they do not fit,
// and when there are none, or more than there are symbols.
func newHuffman(counts, symbols []byte) *huffman {
	if len(symbols) == 0 || len(symbols) > 256 {
		return nil
	}
	h := &huffman{symbols: symbols}
	code, index := int32(0), int32(0)
	for length := 1; length <= 16; length++ {
		h.last[length] = -1
		h.first[length] = index - code
		for range counts[length-1] {
			if code >= 1<<length || int(index) >= len(symbols) {
				return nil
			}
			if length <= shortCode {
				from := code << (shortCode - length)
				for i := range int32(1) << (shortCode - length) {
					h.short[from+i] = uint16(length)<<8 | uint16(symbols[index])
				}
			}
			h.last[length] = code
			code, index = code+1, index+1
		}
		code <<= 1
	}
	return h
}

// entropy reads the coded data of a scan. At a marker it goes on with zeros,
// and counts them: using one is an error that ended tells.
type entropy struct {
	data    []byte
	at      int
	bits    uint64 // the next bits, from the top
	n       int    // how many of them
	padding int    // how many of these are made up
	broken  bool   // there was a code that no table has
}

// fill makes sure of 32 bits: a code and its value.
func (e *entropy) fill() {
	for e.n <= 56 {
		b := uint64(0)
		switch {
		case e.at+1 >= len(e.data) || e.data[e.at] == 0xff && e.data[e.at+1] != 0:
			e.padding += 8
		case e.data[e.at] == 0xff: // a zero is stuffed in
			b = 0xff
			e.at += 2
		default:
			b = uint64(e.data[e.at])
			e.at++
		}
		e.bits |= b << (56 - e.n)
		e.n += 8
	}
}

// symbol reads a code; 32 bits must be there, and 16 are left at least.
func (e *entropy) symbol(h *huffman) byte {
	if s := h.short[e.bits>>(64-shortCode)]; s != 0 {
		e.bits <<= s >> 8
		e.n -= int(s >> 8)
		return byte(s & 0xff)
	}
	for length := shortCode + 1; length <= 16; length++ {
		if code := int32(e.bits >> (64 - length) & 0xffff); code <= h.last[length] {
			e.bits <<= length
			e.n -= length
			return h.symbols[h.first[length]+code]
		}
	}
	e.broken = true
	return 0
}

// value reads a signed number of so many bits (section F.2.2.1).
func (e *entropy) value(size byte) int32 {
	if size == 0 {
		return 0
	}
	v := int32(e.bits >> (64 - size) & 0xffff)
	e.bits <<= size
	e.n -= int(size)
	if v < 1<<(size-1) {
		v += -1<<size + 1
	}
	return v
}

// ended reports whether all was well up to a marker that comes now, and goes
// behind it.
func (e *entropy) ended() (marker byte, ok bool) {
	if e.broken || e.padding > e.n || e.n-e.padding >= 8 || e.at+1 >= len(e.data) || e.data[e.at] != 0xff {
		return 0, false
	}
	marker = e.data[e.at+1]
	e.at, e.bits, e.n, e.padding = e.at+2, 0, 0, 0
	return marker, true
}
