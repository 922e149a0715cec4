//go:build !(turbojpeg && cgo)

package imaging

import "image"

// turboJPEG decodes nothing in this build: the standard library does. See the
// build tag turbojpeg.
func turboJPEG(_ []byte, _, _ image.Point) image.Image { return nil }
