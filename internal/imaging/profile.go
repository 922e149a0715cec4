package imaging

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image/color"
	"io"

	"blobsight/internal/imaging/icc"
	"blobsight/internal/imaging/scaledjpeg"
)

// maxProfile bounds what a profile may have, or unpack to. Profiles with a
// matrix have some kilobytes.
const maxProfile = 1 << 20

// profile looks for an ICC profile in the file and keeps it when it makes a
// difference. One that is broken, or of a kind that is not converted, never
// costs the picture: its values are taken as sRGB.
func profile(p *Picture) error {
	if p.model == color.CMYKModel || p.model == color.GrayModel || p.model == color.Gray16Model {
		return nil // a profile of RGB is not meant for these
	}
	var data []byte
	switch p.Format {
	case "jpeg":
		data = jpegProfile(p.data)
	case "png":
		data = pngProfile(p.data)
	case "webp":
		data = webpChunk(p.data, "ICCP")
	case "tiff":
		data = tiffProfile(p.data)
	case "heic":
		data = p.heif.Profile
	}
	if len(data) <= maxProfile {
		p.profile = icc.Parse(data)
	}
	return nil
}

// jpegProfile puts together the pieces of a profile, which APP2 segments hold
// (ICC.1:2022, annex B.4): each says which piece it is, from 1 on, of how many.
func jpegProfile(data []byte) []byte {
	const app2, name = 0xe2, "ICC_PROFILE\x00"
	pieces := map[byte][]byte{}
	total := byte(0)
	for marker, body := range scaledjpeg.Segments(data) {
		if marker != app2 || !bytes.HasPrefix(body, []byte(name)) || len(body) < len(name)+2 {
			continue
		}
		body = body[len(name):]
		total = body[1]
		pieces[body[0]] = body[2:]
	}
	var whole []byte
	for i := range int(total) {
		piece, ok := pieces[byte(i+1)]
		if !ok || len(whole)+len(piece) > maxProfile {
			return nil
		}
		whole = append(whole, piece...)
	}
	return whole
}

// pngProfile unpacks the iCCP chunk, which lies before the pixels: a name, a
// zero, a method, and the packed profile.
func pngProfile(data []byte) []byte {
	const signature, header, checksum = 8, 8, 4
	for at := signature; at+header <= len(data); {
		length := int64(binary.BigEndian.Uint32(data[at:]))
		kind := string(data[at+4 : at+header])
		if kind == "IDAT" || length > int64(len(data)-at-header) {
			return nil
		}
		if kind == "iCCP" {
			_, packed, ok := bytes.Cut(data[at+header:at+header+int(length)], []byte{0})
			if !ok || len(packed) < 1 || packed[0] != 0 {
				return nil
			}
			return inflate(packed[1:])
		}
		at += header + int(length) + checksum
	}
	return nil
}

// inflate unpacks as much as a profile may have; nil when there is more.
func inflate(packed []byte) []byte {
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(r, maxProfile+1))
	if err != nil || len(data) > maxProfile {
		return nil
	}
	return data
}

// tiffProfile finds the profile in the first directory (tag 34675).
func tiffProfile(data []byte) []byte {
	const header, entry, tag = 8, 12, 34675
	if len(data) < header {
		return nil
	}
	order := binary.ByteOrder(binary.LittleEndian)
	if data[0] == 'M' {
		order = binary.BigEndian
	}
	at := uint64(order.Uint32(data[4:]))
	if at+2 > uint64(len(data)) {
		return nil
	}
	n, list := order.Uint16(data[at:]), data[at+2:]
	for range n {
		if len(list) < entry {
			return nil
		}
		if order.Uint16(list) == tag {
			length, start := uint64(order.Uint32(list[4:])), uint64(order.Uint32(list[8:]))
			if start+length > uint64(len(data)) {
				return nil
			}
			return data[start : start+length]
		}
		list = list[entry:]
	}
	return nil
}
