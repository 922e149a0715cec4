// Package heif reads what the boxes of a HEIC file say about its primary
// picture (ISO/IEC 23008-12, with the boxes of ISO/IEC 14496-12): its size, its
// color profile, and how many pixels are coded in truth, in the sequence
// parameter sets of HEVC (ITU-T H.265).
//
// It decodes no pixel. It is there for what must be known before: a decoder
// would need all of its memory to say the same. So it trusts nothing: what it
// cannot follow counts as endless, and a file that says twice what may be said
// once is refused. Data of any kind gives a header or an error, without a
// panic, in time and memory that grow with the data alone.
//
// Only pictures that are coded as HEVC are read, not AVIF, and none of the other
// pictures in a file. A description of more than one megabyte is refused.
package heif

import (
	"bytes"
	"errors"
	"image"
	"math"
)

// Header is what a file says about its primary picture.
type Header struct {
	Size    image.Point // in pixels, upright: after cropping and turning; sides may be of any size
	Coded   int64       // pixels that are coded in the tiles of the largest picture; [Endless] where that is not known
	Profile []byte      // the ICC profile, a part of the data; nil when there is none
	Studio  bool        // luma is kept within 16 to 235
}

// Endless is the number of coded pixels of a file that cannot be followed, and
// the most that are counted.
const Endless = math.MaxInt32

// The errors of [Read].
var (
	// ErrBoxes is what is wrong with a file whose boxes do not add up.
	ErrBoxes = errors.New("its boxes lead to no picture")
	// ErrNotHEVC is what is wrong with a picture that HEIC's coding has not made.
	ErrNotHEVC = errors.New("its picture is not coded as HEVC")
)

// Read reads the boxes of a file. The error is [ErrBoxes] or [ErrNotHEVC].
func Read(data []byte) (Header, error) {
	const (
		fullBox = 4 // bytes of version and flags
		maxMeta = 1 << 20
	)
	body := metaOf(data)
	if len(body) < fullBox || len(body) > maxMeta {
		return Header{}, ErrBoxes
	}
	meta := boxes(body[fullBox:])
	props := boxes(find(meta, "iprp"))
	shared := boxes(find(props, "ipco"))
	primary, ok := primaryItem(find(meta, "pitm"))
	if !ok || len(shared) == 0 || ambiguous(meta) || ambiguous(props) {
		return Header{}, ErrBoxes
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
	h := Header{Size: upright(own), Profile: colr(own), Studio: studio(own)}
	if h.Size == (image.Point{}) {
		return Header{}, ErrBoxes
	}
	h.Coded = codedPixels(data, meta, owned, codings)
	if h.Coded == 0 {
		return Header{}, ErrNotHEVC
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
