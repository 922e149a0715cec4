package imaging

import (
	"bytes"
	"image"
	"io"
	"slices"

	"github.com/gen2brain/heic"

	"blobsight/internal/imaging/heif"
)

// maxHEICMegapixels bounds HEIC apart from the other formats: its decoder
// (libheif, run in a WebAssembly machine) takes about 0.4 s for a million
// pixels and 21 bytes for each. 25 lets the pictures of 24 megapixels through
// that telephones take by default.
const maxHEICMegapixels = 25

// minHEICWidth is the width from which the binding knows how libheif lays out
// planes: narrower planes of chroma are padded to 64 samples there.
const minHEICWidth = 128

// heicBytesPerPixel is how much memory decoding takes, measured with pictures
// of 1 and 12 megapixels.
const heicBytesPerPixel = 21

// heicTurn lets one HEIC be decoded at a time in the whole process: each takes
// hundreds of megabytes for the moment. (The decoder under it is one for the
// process, too.)
var heicTurn = make(chan struct{}, 1)

// heicConfig reads the header and keeps it for the steps that follow.
func (p *Picture) heicConfig(r io.Reader) (image.Config, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return image.Config{}, err
	}
	p.heif, err = heif.Read(data)
	return image.Config{Width: p.heif.Size.X, Height: p.heif.Size.Y}, err
}

// heicDecode decodes the primary picture. libheif has turned it as the file
// asks, which is why EXIF orientation is not looked at. The pixels are copied
// out of the machine's memory: they are views of it, and would keep alive some
// ten times as much as they are.
func heicDecode(r io.Reader) (image.Image, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	// libheif is not sure of a file that calls itself a HEIF in the first place,
	// and the binding takes that for a no: the other brands do not count here.
	copy(data[8:12], "heic")
	heicTurn <- struct{}{}
	defer func() { <-heicTurn }()
	img, err := heic.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	switch m := img.(type) {
	case *image.YCbCr:
		m.Y, m.Cb, m.Cr = slices.Clone(m.Y), slices.Clone(m.Cb), slices.Clone(m.Cr)
	case *image.Gray:
		m.Pix = slices.Clone(m.Pix)
	case *image.NRGBA:
		m.Pix = slices.Clone(m.Pix)
	case *image.RGBA:
		m.Pix = slices.Clone(m.Pix)
	}
	return img, nil
}
