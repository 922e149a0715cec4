package icc_test

import (
	"bytes"
	"os"
	"testing"

	"blobsight/internal/imaging/icc"
)

// displayP3 is the profile that ../testdata/formats.py makes, and that its
// pictures in Display P3 have embedded.
func displayP3(t testing.TB) []byte {
	t.Helper()
	profile, err := os.ReadFile("testdata/display-p3.icc")
	if err != nil {
		t.Fatal(err)
	}
	return profile
}

// patched overwrites the bytes at an offset behind the first occurrence of a
// text.
func patched(t testing.TB, profile []byte, text string, offset int, with ...byte) []byte {
	t.Helper()
	at := bytes.Index(profile, []byte(text))
	if at < 0 {
		t.Fatalf("no %q in the profile", text)
	}
	profile = bytes.Clone(profile)
	copy(profile[at+offset:], with)
	return profile
}

// convert parses a profile and converts RGB bytes with it, in place; false when
// the profile is not followed.
func convert(data []byte, rgb []uint8) bool {
	p := icc.Parse(data)
	p.ToSRGB(rgb)
	return p != nil
}

// TestBroken: the picture counts, not what is said about it.
// (That whole profiles give Pillow's colors, TestFormats of imaging shows.)
func TestBroken(t *testing.T) {
	t.Parallel()
	good := displayP3(t)
	if rgb := []uint8{200, 50, 50}; !convert(good, rgb) || rgb[0] <= 200 {
		t.Fatalf("the whole profile gives %v", rgb)
	}
	for name, profile := range map[string][]byte{
		"nothing":        nil,
		"cut":            good[:200],
		"header":         good[:128],
		"gray":           patched(t, good, "RGB ", 0, []byte("GRAY")...),
		"Lab":            patched(t, good, "RGB XYZ ", 4, []byte("Lab ")...),
		"tables":         patched(t, good, "cprt", 0, []byte("A2B0")...),
		"no matrix":      patched(t, good, "rXYZ", 0, 'x'),
		"no curve":       patched(t, good, "gTRC", 0, 'x'),
		"far tag":        patched(t, good, "bTRC", 4, 0xff, 0xff, 0xff, 0xff),
		"unknown curve":  patched(t, good, "para", 8, 0, 9),
		"long curve":     patched(t, good, "para", 0, []byte("curv\x00\x00\x00\x00\xff\xff\xff\xff")...),
		"no number":      patched(t, good, "para\x00\x00\x00\x00\x00\x03", 12, 0x80, 0, 0, 0, 0x80, 0, 0, 0),
		"many tags":      append(append(bytes.Clone(good[:128]), 0xff, 0xff, 0xff, 0xff), good[132:]...),
		"negative gamma": patched(t, good, "para\x00\x00\x00\x00\x00\x03", 12, 0xff, 0xff, 0, 0),
	} {
		rgb := []uint8{200, 50, 50, 0, 0, 0, 255, 255, 255}
		want := bytes.Clone(rgb)
		converted := convert(profile, rgb)
		if !converted && !bytes.Equal(rgb, want) {
			t.Errorf("%s: not converted, and yet %v", name, rgb)
		}
		if name != "many tags" && name != "no number" && name != "negative gamma" && converted {
			t.Errorf("%s: converted to %v", name, rgb)
		}
	}
}

// FuzzParse: any bytes are a profile or none, and RGB stays RGB.
func FuzzParse(f *testing.F) {
	good := displayP3(f)
	f.Add(good)
	f.Add(good[:300])
	for kind := range byte(6) {
		f.Add(patched(f, good, "para", 9, kind))
	}
	for n := range byte(4) {
		f.Add(patched(f, good, "para", 0, 'c', 'u', 'r', 'v', 0, 0, 0, 0, 0, 0, 0, n))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		rgb := []uint8{0, 128, 255, 1, 2, 3, 255, 255, 255}
		before := bytes.Clone(rgb)
		if !convert(data, rgb) && !bytes.Equal(rgb, before) {
			t.Fatalf("not converted, and yet %v", rgb)
		}
	})
}
