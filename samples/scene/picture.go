// Package scene draws the sample pictures of the project: small scenes, shaded and textured by arithmetic alone.
//
// It needs nothing but the standard library and the polygon filler of golang.org/x/image. Nothing is random: the
// textures are hashes of the place, so the same pictures come out every time, but for the last bit of a color where
// processors round differently. Drawing one takes about a second; all pictures are held in memory while drawn.
// The scenes were adjusted by hand until a person and the embedded model both see the thing; they are not photographs
// and are no measure of the model's accuracy.
package scene

import "image"

// Picture is one sample picture.
type Picture struct {
	// File is its name within the folder of samples. The ending says the format: .jpg or .png.
	File string
	// Label is what the picture shows, spelled as the embedded model's class.
	Label string
	// Turned tells that the pixels are stored lying on their side and that the EXIF tag says how to set them upright.
	Turned bool
	// Draw draws it, upright.
	Draw func() image.Image
}

// All lists the sample pictures by file name.
func All() []Picture {
	return []Picture{
		{File: "jellyfish.jpg", Label: "Jellyfish", Draw: jellyfish},
		{File: "ladybug.png", Label: "Ladybug", Draw: ladybug},
		{File: "lemon.jpg", Label: "Lemon", Draw: lemon},
		{File: "orange.jpg", Label: "Orange", Draw: orange},
		{File: "school-bus-rotated.jpg", Label: "School Bus", Turned: true, Draw: schoolBus},
		{File: "school-bus.jpg", Label: "School Bus", Draw: schoolBus},
		{File: "seashore.jpg", Label: "Ocean", Draw: seashore},
	}
}
