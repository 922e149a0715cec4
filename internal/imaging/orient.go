package imaging

import (
	"bytes"
	"encoding/binary"
	"strings"

	"github.com/bep/imagemeta"
)

// Orientation is how stored pixels must be turned to stand upright: the values
// 1 to 8 of the EXIF tag of that name (EXIF 2.32, section 4.6.4).
type Orientation int

// Upright is the orientation of a picture that needs no turning.
const Upright Orientation = 1

// swaps reports whether turning exchanges width and height.
func (o Orientation) swaps() bool { return o >= 5 && o <= 8 }

// orient reads which way is up. A picture without the tag, with a value out
// of range or with broken EXIF data is taken as upright, as browsers do.
func orient(p *Picture) error {
	switch p.Format {
	case "jpeg":
		p.Orientation = orientationOf(p.data, imagemeta.JPEG)
	case "png":
		p.Orientation = orientationOf(p.data, imagemeta.PNG)
	case "tiff":
		p.Orientation = orientationOf(p.data, imagemeta.TIFF)
	case "webp": // EXIF data is a TIFF directory without pixels
		p.Orientation = orientationOf(bytes.TrimPrefix(webpChunk(p.data, "EXIF"), []byte("Exif\x00\x00")), imagemeta.TIFF)
	}
	return nil
}

// webpChunk gives the chunk of that name of a WebP, nil when it has none. (imagemeta
// 1.0.1 loses its way after a chunk of odd length.)
func webpChunk(data []byte, name string) []byte {
	const header = 8 // a name and a length
	for at := 12; at+header <= len(data); {
		length := int64(binary.LittleEndian.Uint32(data[at+4:]))
		chunk := data[at+header:]
		chunk = chunk[:min(length, int64(len(chunk)))]
		if string(data[at:at+4]) == name {
			return chunk
		}
		at += header + len(chunk) + len(chunk)%2
	}
	return nil
}

// orientationOf reads the tag from the main image's directory; the thumbnail's
// directory may have one of its own, which does not matter.
func orientationOf(data []byte, format imagemeta.ImageFormat) (o Orientation) {
	o = Upright
	defer func() {
		if recover() != nil { // broken metadata never costs the picture
			o = Upright
		}
	}()
	found := Upright
	_, err := imagemeta.Decode(imagemeta.Options{
		R:           bytes.NewReader(data),
		ImageFormat: format,
		Sources:     imagemeta.EXIF,
		ShouldHandleTag: func(tag imagemeta.TagInfo) bool {
			return tag.Tag == "Orientation" && strings.HasPrefix(tag.Namespace, "IFD0")
		},
		HandleTag: func(tag imagemeta.TagInfo) error {
			if v, ok := tag.Value.(uint16); ok && v >= 1 && v <= 8 {
				found = Orientation(v)
			}
			return imagemeta.ErrStopWalking
		},
	})
	if err != nil {
		return Upright
	}
	return found
}
