//go:build !(turbojpeg && cgo)

package imaging

import "image"

// turboJPEG decodes nothing in this build: the standard library does. See the
// build tag turbojpeg.
func turboJPEG([]byte, image.Point) (image.Image, int) { return nil, 0 }
