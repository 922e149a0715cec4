// Package imaging turns the bytes of an uploaded file into the numbers that a
// model reads. It is a list of named steps, one file and one test each, and
// three libraries in folders below it, which know nothing of pictures on their
// way: icc, heif and scaledjpeg.
//
//	load       the bytes, counted and hashed            load.go
//	sniff      which format, by its first bytes         sniff.go
//	orient     which way is up, from EXIF               orient.go, turn.go
//	bound      size and effort, before any pixel        bound.go, cost.go, scans.go, heif/
//	profile    which colors are meant                   profile.go, icc/
//	decode     pixels                                   decode.go, scaledjpeg/, heic.go, turbo.go
//	crop       which part of which size                 crop.go
//	reduce     whole blocks of pixels, when many        reduce.go
//	shrink     antialiased, to the exact size           shrink.go, kernel.go
//	color      any color model to RGB, row by row       color.go
//	gamut      wide-gamut RGB to sRGB                   icc/
//	turn       the small picture upright                turn.go
//	normalize  planes of float32                        normalize.go
//
// The first six are [Load] and [Picture.Decode] (together [Read]); the others
// are [Recipe.Tensor]. Turning and converting after shrinking costs next to
// nothing, which is why a [Picture] keeps its pixels as stored and says how to
// turn them. A [Thumbnail] is made by the same steps, down to turn, and measured:
// as a whole, and in regions (measure.go, region.go).
//
// # What is read
//
// JPEG (baseline and progressive, gray, YCbCr, RGB, CMYK and YCCK as Adobe
// writes them), PNG (1 to 16 bits, palette, transparency, interlaced), GIF
// (first frame), WebP (lossy and lossless, transparency, not animated), BMP,
// TIFF (first page, no CMYK, no JPEG inside) and HEIC (primary picture, at
// least 128 pixels wide; its transparency is not seen). EXIF orientation is honored in JPEG, PNG, WebP and
// TIFF; in HEIC the file's own turning counts, as its standard asks.
// testdata/formats.json holds what Pillow makes of a file of each kind.
//
// Colors become sRGB: an embedded ICC profile of RGB with a matrix and curves
// (Display P3, Adobe RGB, ProPhoto, Rec. 2020) is followed. Profiles that are
// made of tables, or meant for gray or CMYK, are not: such values are taken as
// plain ones. A broken profile is as none. Chroma of a JPEG is not smoothed
// when it is enlarged, which is invisible at the sizes that models read.
//
// # What is refused
//
// A file that cannot become a picture is an error made by [blobsight.BadImage];
// no input panics. [Limits] bounds the bytes, the sides and the megapixels, the
// memory that decoding is going to take, estimated from the header, and as a
// last resort the time, which is looked at when a codec asks for more bytes: a
// picture that decodes slowly out of few bytes is bounded by its size alone. A
// file with fewer bytes than its pixels need at least is refused before any
// memory is taken.
//
// A decoded picture takes 1.5 to 8 bytes a pixel, and a progressive JPEG up to
// 12 more while it is decoded. HEIC is dearer: 21 bytes and about 0.4 µs a
// pixel, which is why it may have 25 megapixels at most. Its decoder, libheif
// as a WebAssembly program, is made ready by the first HEIC (a second, and
// 10 MB that stay); before that it costs the 3 MB that it adds to the program.
// One HEIC is decoded at a time, and its pixels are copied out, so that the
// decoder's working memory can go as soon as a picture is decoded.
//
// # Build tags
//
// nodynamic keeps the HEIC decoder from looking for a libheif of the system,
// and the program static: without the tag it works the same, but needs the C
// library of the system. turbojpeg (with cgo and libturbojpeg0-dev) decodes
// JPEG by libjpeg-turbo, in about half the time. Both decoders give as many
// pixels as [Picture.Decode] is asked for where that spares work.
package imaging
