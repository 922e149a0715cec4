package heif

import "encoding/binary"

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
