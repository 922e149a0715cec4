package main

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
)

// picture is an image file in memory.
type picture struct {
	name  string
	bytes []byte
}

// readSamples reads the pictures that are part of the repository.
func readSamples(dir string) ([]picture, error) {
	var all []picture
	for _, pattern := range []string{"*.jpg", "*.png"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			content, err := os.ReadFile(name) //nolint:gosec // names of the repository's own files
			if err != nil {
				return nil, err
			}
			all = append(all, picture{filepath.Base(name), content})
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no pictures in %s", dir)
	}
	return all, nil
}

// sample is the sample picture of that name.
func (b *bench) sample(name string) (picture, error) {
	for _, p := range b.samples {
		if p.name == name {
			return p, nil
		}
	}
	return picture{}, fmt.Errorf("there is no sample %s", name)
}

// Size and quality of the large picture: what a 12-megapixel camera writes.
const (
	largeWidth   = 4000
	largeHeight  = 3000
	largeQuality = 90
)

// large is a JPEG of 12 megapixels.
func (b *bench) large() (picture, error) {
	return b.enlarged("12-megapixel JPEG", largeWidth, largeHeight)
}

// enlarged is a JPEG of a size: a sample, enlarged and with the noise of a camera,
// without which it would be much smaller and quicker to decode than a photograph.
func (b *bench) enlarged(name string, width, height int) (picture, error) {
	p, err := b.sample("seashore.jpg")
	if err != nil {
		return picture{}, err
	}
	img, err := jpeg.Decode(bytes.NewReader(p.bytes))
	if err != nil {
		return picture{}, err
	}
	src, ok := img.(*image.YCbCr)
	if !ok {
		return picture{}, errors.New("the sample is not in color")
	}
	dst := image.NewYCbCr(image.Rect(0, 0, width, height), image.YCbCrSubsampleRatio420)
	w, h := src.Rect.Dx(), src.Rect.Dy()
	cw, ch := w*len(src.Cb)/len(src.Y), h // 4:2:2 and 4:2:0 have half the columns, 4:4:4 has all
	if src.SubsampleRatio == image.YCbCrSubsampleRatio420 {
		cw, ch = w/2, h/2
	}
	enlarge(plane{dst.Y, dst.YStride, width, height}, plane{src.Y, src.YStride, w, h}, 20)
	enlarge(plane{dst.Cb, dst.CStride, width / 2, height / 2}, plane{src.Cb, src.CStride, cw, ch}, 6)
	enlarge(plane{dst.Cr, dst.CStride, width / 2, height / 2}, plane{src.Cr, src.CStride, cw, ch}, 6)
	var out bytes.Buffer
	err = jpeg.Encode(&out, dst, &jpeg.Options{Quality: largeQuality})
	return picture{name, out.Bytes()}, err
}

// plane is one channel of an image.
type plane struct {
	pix                   []byte
	stride, width, height int
}

// enlarge fills dst with src, linearly interpolated, plus even noise of that
// many levels. The same input gives the same output.
func enlarge(dst, src plane, noise int) {
	const one = 1 << 8 // fixed point
	for y := range dst.height {
		sy := y * (src.height - 1) * one / dst.height
		top, fy := src.pix[sy/one*src.stride:], sy%one
		bottom := top[src.stride:]
		for x := range dst.width {
			sx := x * (src.width - 1) * one / dst.width
			i, fx := sx/one, sx%one
			up := int(top[i])*(one-fx) + int(top[i+1])*fx
			down := int(bottom[i])*(one-fx) + int(bottom[i+1])*fx
			v := (up*(one-fy)+down*fy)/(one*one) + scatter(x, y)%noise - noise/2
			dst.pix[y*dst.stride+x] = byte(min(max(v, 0), 255))
		}
	}
}

// scatter is a number that looks random, 0 or more.
func scatter(x, y int) int {
	h := (uint64(x)<<32 | uint64(y)) * 0x9E3779B97F4A7C15 //nolint:gosec // both are small and not negative
	h = (h ^ h>>29) * 0xBF58476D1CE4E5B9
	return int(h >> 40) // 24 bits
}
