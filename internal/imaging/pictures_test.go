package imaging_test

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
)

// soft is a picture as photographs mostly are: slow waves and an edge, with so
// many levels of noise.
func soft(w, h, noise int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	random := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			a, b := math.Sin(float64(x)/71+float64(y)/143), math.Sin(float64(x)/37-float64(y)/59)
			n := float64(random.IntN(noise + 1))
			c := color.NRGBA{R: uint8(128 + 60*a + 30*b + n), G: uint8(110 + 90*b + n), B: uint8(120 - 70*a + n), A: 255}
			if x > w/3 && y > h/2 {
				c.R /= 2
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

// grayOf drops the colors.
func grayOf(img image.Image) *image.Gray {
	gray := image.NewGray(img.Bounds())
	for y := range gray.Rect.Dy() {
		for x := range gray.Rect.Dx() {
			gray.Set(x, y, img.At(x, y))
		}
	}
	return gray
}
