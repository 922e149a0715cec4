package imaging

import (
	"image"
	"image/color"
	"io"
	"time"

	"blobsight"
	"blobsight/internal/imaging/heif"
	"blobsight/internal/imaging/icc"
)

// Picture is a file on its way to pixels. What is not known yet is zero.
type Picture struct {
	Format      string // "jpeg", "png", …; also set for formats that are known but not read
	Width       int    // pixels, upright
	Height      int    // pixels, upright
	Bytes       int64
	SHA256      string      // lower-case hex
	Orientation Orientation // how to turn Image upright
	Image       image.Image // not turned yet; may have fewer pixels than stored; nil until decoded

	profile *icc.Profile // nil: the values are sRGB already
	needs   func(size image.Point) image.Point
	until   time.Time // when decoding must end
	model   color.Model
	heif    heif.Header // of a HEIC
	data    []byte
	limits  Limits
}

// Read loads and decodes one picture. The Picture is never nil: beside an
// error made by [blobsight.BadImage] it holds what is known of the file. Any
// other error comes from r.
func Read(r io.Reader, limits Limits) (*Picture, error) {
	p, err := Load(r, limits)
	if err != nil {
		return p, err
	}
	return p, p.Decode(nil)
}

// Describe says what is known of the file.
func (p *Picture) Describe() blobsight.Image {
	return blobsight.Image{
		Format: p.Format,
		Width:  p.Width,
		Height: p.Height,
		Bytes:  p.Bytes,
		SHA256: p.SHA256,
	}
}

// Decode turns the loaded bytes into pixels and lets go of the bytes. It is
// the expensive part, in memory and time: bound how many run at once. Errors
// are made by [blobsight.BadImage]. Call it once.
//
// needs is asked, as soon as the size is known, how many pixels the caller
// needs: a decoder that can give a smaller picture for less work (a JPEG's) may
// do so, but none smaller than that. Both sizes are those of the upright
// picture. Nil asks for all pixels. Width and Height are those of the file in
// any case.
func (p *Picture) Decode(needs func(size image.Point) image.Point) error {
	defer func() { p.data, p.heif = nil, heif.Header{} }() // the header's profile is a part of the file
	p.needs, p.until = needs, time.Now().Add(p.limits.MaxTime)
	for _, step := range decodeSteps() {
		if err := step(p); err != nil {
			return err
		}
	}
	return nil
}

// decodeSteps lists the steps in their order. Which way is up is read before
// the size is judged, so that a refusal too gives the upright size.
func decodeSteps() []func(*Picture) error {
	return []func(*Picture) error{sniff, orient, bound, profile, decode}
}
