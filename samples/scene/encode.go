package scene

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"path"
)

// quality of the JPEG files, from 1 to 100.
const quality = 85

// Encode draws the picture and writes it to w in the format that its file name asks for.
func (p Picture) Encode(w io.Writer) error {
	img := p.Draw()
	if p.Turned {
		img = turnedLeft(img)
	}
	var err error
	switch ext := path.Ext(p.File); ext {
	case ".png":
		err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(w, img)
	case ".jpg":
		err = p.encodeJPEG(w, img)
	default:
		err = fmt.Errorf("no encoder for %q", ext)
	}
	if err != nil {
		return fmt.Errorf("encode %s: %w", p.File, err)
	}
	return nil
}

func (p Picture) encodeJPEG(w io.Writer, img image.Image) error {
	var file bytes.Buffer
	if err := jpeg.Encode(&file, img, &jpeg.Options{Quality: quality}); err != nil {
		return err
	}
	data := file.Bytes()
	parts := [][]byte{data}
	if p.Turned {
		parts = [][]byte{data[:2], orientation(turnRight), data[2:]} // the tag comes right after the start marker
	}
	for _, part := range parts {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// turnRight is the EXIF orientation of a picture that stands upright once it is turned a quarter clockwise.
const turnRight = 6

// orientation is a JPEG segment (APP1) with an EXIF block that holds the one tag.
func orientation(value byte) []byte {
	return []byte("\xFF\xE1\x00\x22" + // the segment: 34 bytes, these two of them included
		"Exif\x00\x00" +
		"MM\x00\x2A\x00\x00\x00\x08" + // TIFF, high byte first; the list of tags begins at byte 8
		"\x00\x01" + // one tag
		"\x01\x12\x00\x03\x00\x00\x00\x01" + // orientation, a 16-bit number, one of it
		"\x00" + string([]byte{value}) + "\x00\x00" +
		"\x00\x00\x00\x00") // no second list
}

// turnedLeft is the picture turned a quarter against the clock.
func turnedLeft(img image.Image) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dy(), b.Dx()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			out.Set(y, b.Dx()-1-x, img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return out
}
