// Package imaging turns the bytes of an uploaded file into the numbers that a
// model reads. It is a list of named steps, one file and one test each:
//
//	load       the bytes, counted and hashed            load.go
//	sniff      which format, by its first bytes         sniff.go
//	orient     which way is up, from EXIF               orient.go, turn.go
//	bound      size and effort, before any pixel        bound.go, scans.go
//	decode     pixels                                   decode.go
//	crop       which part of which size                 crop.go
//	reduce     whole blocks of pixels, when many        reduce.go
//	shrink     antialiased, to the exact size           shrink.go, kernel.go
//	color      any color model to RGB, row by row       color.go
//	turn       the small picture upright                turn.go
//	normalize  planes of float32                        normalize.go
//
// The first five are [Load] and [Picture.Decode] (together [Read]); the others
// are [Recipe.Tensor]. Turning after shrinking costs next to nothing, which is
// why a [Picture] keeps its pixels as stored and says how to turn them.
//
// It reads JPEG (baseline and progressive, gray, CMYK), PNG, GIF (first
// frame), WebP (not animated), BMP and TIFF. EXIF orientation is honored in
// JPEG, PNG, WebP and TIFF. Limits: color profiles are ignored (pixels are taken as
// sRGB), and chroma of a JPEG is not smoothed when it is enlarged; both are
// invisible at the sizes that models read.
//
// A file that cannot become a picture is an error made by [blobsight.BadImage];
// no input panics. A decoded picture takes 1.5 to 8 bytes a pixel, and a
// progressive JPEG up to 12 more while it is decoded.
package imaging
