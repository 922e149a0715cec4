//go:build turbojpeg && cgo

package imaging

// #cgo LDFLAGS: -lturbojpeg
// #include <turbojpeg.h>
//
// // planes hands on three pointers, so that cgo need not look into an array.
// static int planes(tjhandle h, const unsigned char *file, unsigned long size,
//                   unsigned char *y, unsigned char *cb, unsigned char *cr,
//                   int luma, int chroma, int width, int height) {
//	unsigned char *list[3] = {y, cb, cr};
//	int strides[3] = {luma, chroma, chroma};
//	return tjDecompressToYUVPlanes(h, file, size, list, width, strides, height,
//	                               TJFLAG_STOPONWARNING | TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS);
// }
import "C"

import (
	"image"
	"unsafe"
)

// turboJPEG decodes a JPEG of a size, which was judged before, with
// libjpeg-turbo, at the smallest of the scales 1/8 to 8/8 that gives atLeast as
// many pixels each way. It gives the planes as they are coded, and nil for
// whatever it does not decode without a complaint: CMYK, RGB, odd subsampling,
// files that are cut or corrupt. The standard library decodes those, or says
// what is wrong with them.
func turboJPEG(file []byte, size, atLeast image.Point) image.Image {
	handle := C.tjInitDecompress()
	if handle == nil || len(file) == 0 {
		return nil
	}
	defer C.tjDestroy(handle)
	data, length := (*C.uchar)(unsafe.Pointer(unsafe.SliceData(file))), C.ulong(len(file))
	var w, h, subsampling, space C.int
	if C.tjDecompressHeader3(handle, data, length, &w, &h, &subsampling, &space) != 0 || image.Pt(int(w), int(h)) != size {
		return nil
	}
	scaled := scaledSize(size, atLeast)
	m := planesOf(scaled, subsampling, space)
	if m == nil {
		return nil
	}
	var cb, cr *C.uchar
	if len(m.Cb) > 0 {
		cb, cr = (*C.uchar)(&m.Cb[0]), (*C.uchar)(&m.Cr[0])
	}
	if C.planes(handle, data, length, (*C.uchar)(&m.Y[0]), cb, cr, C.int(m.YStride), C.int(m.CStride),
		C.int(scaled.X), C.int(scaled.Y)) != 0 {
		return nil
	}
	if subsampling == C.TJSAMP_GRAY {
		return &image.Gray{Pix: m.Y, Stride: m.YStride, Rect: m.Rect}
	}
	return m
}

// scaledSize is the size at the smallest of the scales 1/8 to 8/8 that is not
// smaller than atLeast; the zero point asks for all.
func scaledSize(size, atLeast image.Point) image.Point {
	const all = 8
	if atLeast == (image.Point{}) {
		return size
	}
	for n := 1; n < all; n++ {
		scaled := image.Pt(blocks(size.X*n, all), blocks(size.Y*n, all))
		if scaled.X >= atLeast.X && scaled.Y >= atLeast.Y {
			return scaled
		}
	}
	return size
}

// planesOf allocates planes as libjpeg-turbo fills them; nil for colors and
// subsampling that [image.YCbCr] does not know. Gray has no chroma.
func planesOf(size image.Point, subsampling, space C.int) *image.YCbCr {
	ratios := map[C.int]image.YCbCrSubsampleRatio{
		C.TJSAMP_444: image.YCbCrSubsampleRatio444,
		C.TJSAMP_422: image.YCbCrSubsampleRatio422,
		C.TJSAMP_420: image.YCbCrSubsampleRatio420,
		C.TJSAMP_440: image.YCbCrSubsampleRatio440,
		C.TJSAMP_411: image.YCbCrSubsampleRatio411,
	}
	ratio, known := ratios[subsampling]
	gray := subsampling == C.TJSAMP_GRAY && space == C.TJCS_GRAY
	color := known && space == C.TJCS_YCbCr
	if !gray && !color {
		return nil
	}
	plane := func(component C.int) (stride, rows int) {
		w, h := C.int(size.X), C.int(size.Y)
		return int(C.tjPlaneWidth(component, w, subsampling)), int(C.tjPlaneHeight(component, h, subsampling))
	}
	m := &image.YCbCr{SubsampleRatio: ratio, Rect: image.Rectangle{Max: size}}
	stride, rows := plane(0)
	m.Y, m.YStride = make([]uint8, stride*rows), stride
	if !gray {
		stride, rows = plane(1)
		m.Cb, m.Cr, m.CStride = make([]uint8, stride*rows), make([]uint8, stride*rows), stride
	}
	return m
}
