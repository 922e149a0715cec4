package imaging

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
)

// heif is what the boxes of a HEIC file say about its primary picture
// (ISO/IEC 23008-12), read here because a decoder would need all of its memory
// to say the same, and because the size must be known before that.
type heif struct {
	size    image.Point // upright: after cropping and turning
	coded   int64       // pixels that are coded in the tiles of the largest picture
	profile []byte      // the ICC profile; nil when there is none
	studio  bool        // luma is kept within 16 to 235
}

// errHEIF is what is wrong with a file whose boxes do not add up, and
// errNotHEVC with a picture that HEIC's coding has not made.
var (
	errHEIF    = errors.New("its boxes lead to no picture")
	errNotHEVC = errors.New("its picture is not coded as HEVC")
)

// box is one part of the file: a type of four letters and what it holds.
type box struct {
	kind string
	body []byte
}

// boxes splits data into boxes. It stops at the first one that is cut.
func boxes(data []byte) []box {
	var list []box
	for b, rest, ok := nextBox(data); ok; b, rest, ok = nextBox(rest) {
		list = append(list, b)
	}
	return list
}

// nextBox splits the first box off; false when it is cut, or none is left.
func nextBox(data []byte) (b box, rest []byte, ok bool) {
	if len(data) < 8 {
		return b, nil, false
	}
	header, size := 8, uint64(binary.BigEndian.Uint32(data))
	switch size {
	case 0: // to the end
		size = uint64(len(data))
	case 1: // 64 bits follow
		if len(data) < 16 {
			return b, nil, false
		}
		header, size = 16, binary.BigEndian.Uint64(data[8:])
	}
	if size < uint64(header) || size > uint64(len(data)) {
		return b, nil, false
	}
	return box{string(data[4:8]), data[header:size]}, data[size:], true
}

// metaOf gives the body of the box that describes the picture; nil when there
// is none, or two. The boxes beside it are not listed: there may be millions.
func metaOf(data []byte) (meta []byte) {
	for b, rest, ok := nextBox(data); ok; b, rest, ok = nextBox(rest) {
		if b.kind == "meta" {
			if meta != nil {
				return nil
			}
			meta = b.body
		}
	}
	return meta
}

// ambiguous reports whether a box that may be there once is there twice: who
// knows which one a decoder follows.
func ambiguous(list []box) bool {
	seen := map[string]bool{}
	for _, b := range list {
		switch b.kind {
		case "pitm", "iprp", "ipco", "iloc", "iref":
			if seen[b.kind] {
				return true
			}
			seen[b.kind] = true
		}
	}
	return false
}

// find gives the body of the first box of a kind; nil when there is none.
func find(list []box, kind string) []byte {
	for _, b := range list {
		if b.kind == kind {
			return b.body
		}
	}
	return nil
}

// readHEIF reads the boxes of a file.
func readHEIF(data []byte) (heif, error) {
	const (
		fullBox = 4 // bytes of version and flags
		maxMeta = 1 << 20
	)
	body := metaOf(data)
	if len(body) < fullBox || len(body) > maxMeta {
		return heif{}, errHEIF
	}
	meta := boxes(body[fullBox:])
	props := boxes(find(meta, "iprp"))
	shared := boxes(find(props, "ipco"))
	primary, ok := primaryItem(find(meta, "pitm"))
	if !ok || len(shared) == 0 || ambiguous(meta) || ambiguous(props) {
		return heif{}, errHEIF
	}
	codings := make([]coding, len(shared))
	for i, b := range shared {
		if b.kind == "hvcC" {
			codings[i] = codingOf(b.body)
		}
	}
	owned := associations(props, len(shared))
	var own []box
	for _, i := range owned[primary] {
		own = append(own, shared[i])
	}
	h := heif{size: upright(own), profile: colr(own), studio: studio(own)}
	if h.size == (image.Point{}) {
		return heif{}, errHEIF
	}
	h.coded = codedPixels(data, meta, owned, codings)
	if h.coded == 0 {
		return heif{}, errNotHEVC
	}
	return h, nil
}

// primaryItem reads which item is the picture.
func primaryItem(pitm []byte) (uint32, bool) {
	r := bitReader{data: pitm}
	version := r.bits(8)
	r.bits(24)
	id := r.bits(16 + 16*min(version, 1))
	return id, !r.short
}

// associations reads which of n properties each item has, counted from 0, in
// order.
func associations(props []box, n int) map[uint32][]int {
	of := map[uint32][]int{}
	for _, b := range props {
		if b.kind != "ipma" {
			continue
		}
		r := bitReader{data: b.body}
		version, flags := r.bits(8), r.bits(24)
		for range r.bits(32) {
			item := r.bits(16 + 16*min(version, 1))
			for range r.bits(8) {
				r.bits(1) // essential
				if i := int(r.bits(7 + 8*(flags&1))); i >= 1 && i <= n {
					of[item] = append(of[item], i-1)
				}
			}
			if r.short {
				break
			}
		}
	}
	return of
}

// upright gives the size of a picture after the changes that its properties
// ask for, in their order.
func upright(own []box) (size image.Point) {
	for _, b := range own {
		r := bitReader{data: b.body}
		switch b.kind {
		case "ispe":
			r.bits(32)
			size = image.Pt(int(r.bits(32)), int(r.bits(32)))
		case "clap": // width and height as fractions, then the place
			w, wn, h, hn := r.bits(32), r.bits(32), r.bits(32), r.bits(32)
			if wn > 0 && hn > 0 {
				size = image.Pt(min(size.X, int(w/wn)), min(size.Y, int(h/hn)))
			}
		case "irot":
			if r.bits(8)&1 == 1 {
				size = image.Pt(size.Y, size.X)
			}
		}
	}
	return size
}

// colr gives the ICC profile among the properties.
func colr(own []box) []byte {
	for _, b := range own {
		if b.kind == "colr" && (bytes.HasPrefix(b.body, []byte("prof")) || bytes.HasPrefix(b.body, []byte("rICC"))) {
			return b.body[4:]
		}
	}
	return nil
}

// studio reports whether the properties say that values do not use the full
// range (ISO/IEC 23091-2, VideoFullRangeFlag).
func studio(own []box) bool {
	const flagAt = 4 + 3*2 // behind the kind, and three numbers of colors
	for _, b := range own {
		if b.kind == "colr" && bytes.HasPrefix(b.body, []byte("nclx")) && len(b.body) > flagAt {
			return b.body[flagAt]&0x80 == 0
		}
	}
	return false
}

// bitReader reads big-endian numbers of any width up to 32 bits. Beyond the
// end it gives zeros and says so.
type bitReader struct {
	data  []byte
	at    int // in bits
	short bool
}

func (r *bitReader) bits(n uint32) (v uint32) {
	for range n {
		v <<= 1
		if i := r.at / 8; i < len(r.data) {
			v |= uint32(r.data[i]>>(7-r.at%8)) & 1
		} else {
			r.short = true
		}
		r.at++
	}
	return v
}
