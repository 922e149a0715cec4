package imaging

import (
	"bytes"
	"errors"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"blobsight/internal/imaging/heif"
	"blobsight/internal/imaging/scaledjpeg"
)

// codec reads one format.
type codec struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

// codecs maps the formats that sniff lets through to their codecs, for p.
func codecs(p *Picture) map[string]codec {
	return map[string]codec{
		"jpeg": {jpeg.DecodeConfig, jpeg.Decode},
		"png":  {png.DecodeConfig, png.Decode},
		"gif":  {gif.DecodeConfig, gif.Decode}, // Decode gives the first frame
		"webp": {webp.DecodeConfig, webp.Decode},
		"bmp":  {bmp.DecodeConfig, bmp.Decode},
		"tiff": {tiff.DecodeConfig, tiff.Decode},
		"heic": {p.heicConfig, heicDecode},
	}
}

// decode reads the pixels. A file that ends early is an error, never a picture
// that is half gray.
func decode(p *Picture) error {
	stored := image.Pt(p.Width, p.Height)
	atLeast := stored
	if p.needs != nil {
		atLeast = p.needs(stored)
	}
	if p.Orientation.swaps() {
		stored, atLeast = image.Pt(stored.Y, stored.X), image.Pt(atLeast.Y, atLeast.X)
	}
	if p.Format == "jpeg" {
		img := turboJPEG(p.data, stored, atLeast)
		if img == nil {
			img = scaledjpeg.Decode(p.data, stored, atLeast, (&deadline{until: p.until}).over)
		}
		if img != nil {
			p.Image = img
			return nil
		}
	}
	img, err := guard(p, codecs(p)[p.Format].decode)
	if err != nil {
		return err
	}
	switch p.Format {
	case "gif":
		img = onCanvas(img, stored)
	case "webp":
		widen(img)
	case "heic":
		if p.heif.Studio {
			widen(img)
		}
	}
	if img.Bounds().Size() != stored {
		return invalid("the pixels are %v, the header says %v", img.Bounds().Size(), stored)
	}
	p.Image = img
	return nil
}

// configOf reads the size from the header.
func configOf(p *Picture) (image.Config, error) {
	return guard(p, codecs(p)[p.Format].config)
}

// guard calls a reader of the codec and turns what goes wrong, panics
// included, into the error that the client sees.
func guard[T any](p *Picture, read func(io.Reader) (T, error)) (result T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = invalid("the %s is corrupt: %v", p.Format, r)
		}
	}()
	r := &deadline{file: bytes.NewReader(p.data), until: p.until}
	result, err = read(r)
	switch {
	case err != nil && r.late:
		return result, tooLarge("decoding took longer than %v, which is the limit; send fewer pixels", p.limits.MaxTime)
	case err != nil:
		return result, refusal(p, err, r.file.Len() == 0)
	}
	return result, nil
}

// refusal says in the terms of the contract why a codec gave up. Codecs that
// miss bytes do not always say so: it may be that when they have read all.
func refusal(p *Picture, err error, all bool) error {
	var (
		oddJPEG jpeg.UnsupportedError
		oddPNG  png.UnsupportedError
		oddTIFF tiff.UnsupportedError
	)
	switch {
	case errors.As(err, &oddJPEG), errors.As(err, &oddPNG), errors.As(err, &oddTIFF), errors.Is(err, bmp.ErrUnsupported),
		errors.Is(err, heif.ErrNotHEVC):
		return unsupported("this kind of %s is not read (%v)", p.Format, err)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return invalid("the %s is truncated: its %d bytes end before the picture does", p.Format, p.Bytes)
	case all:
		return invalid("the %s is truncated or corrupt (%v)", p.Format, err)
	default:
		return invalid("the %s is corrupt (%v)", p.Format, err)
	}
}

// onCanvas puts the first frame of a GIF where it belongs on the whole
// picture; what the frame leaves out is transparent.
func onCanvas(frame image.Image, size image.Point) image.Image {
	canvas := image.Rectangle{Max: size}
	if frame.Bounds() == canvas {
		return frame
	}
	whole := image.NewNRGBA(canvas)
	draw.Draw(whole, frame.Bounds(), frame, frame.Bounds().Min, draw.Src)
	return whole
}
