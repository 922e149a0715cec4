package imaging_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"blobsight/internal/imaging"
)

// profileOf gives the ICC profile of a TIFF of testdata/formats.json, where it
// lies as it is.
func profileOf(t testing.TB) []byte {
	t.Helper()
	file := kindOf(t, "icc display-p3 tiff").File
	start := bytes.Index(file, []byte("acsp")) - 36
	if start < 0 {
		t.Fatal("no profile")
	}
	return bytes.Clone(file[start : start+int(binary.BigEndian.Uint32(file[start:]))])
}

// TestBrokenProfileIsIgnored: the picture counts, not what is said about it.
// (That whole profiles give Pillow's colors, TestFormats shows.)
func TestBrokenProfileIsIgnored(t *testing.T) {
	t.Parallel()
	good := profileOf(t)
	if rgb := []uint8{200, 50, 50}; !imaging.ConvertICC(good, rgb) || rgb[0] <= 200 {
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
		converted := imaging.ConvertICC(profile, rgb)
		if !converted && !bytes.Equal(rgb, want) {
			t.Errorf("%s: not converted, and yet %v", name, rgb)
		}
		if name != "many tags" && name != "no number" && name != "negative gamma" && converted {
			t.Errorf("%s: converted to %v", name, rgb)
		}
	}
}

// TestProfileInPieces: a JPEG may hold a profile in several segments, in any
// order; when one is missing the colors stay as they are.
func TestProfileInPieces(t *testing.T) {
	t.Parallel()
	profile := profileOf(t)
	piece := func(i, of int) []byte {
		part := profile[(i-1)*len(profile)/of : i*len(profile)/of]
		b := []byte{0xff, 0xe2}
		b = binary.BigEndian.AppendUint16(b, uint16(2+14+len(part)))
		b = append(append(b, "ICC_PROFILE\x00"...), byte(i), byte(of))
		return append(b, part...)
	}
	recipe := plain(18, imaging.FitCenter)
	file := encoded(t, soft(24, 18, 0))["jpeg"]
	values := func(pieces ...[]byte) []int {
		p, err := read(bytes.Join(append(append([][]byte{file[:2]}, pieces...), file[2:]), nil))
		if err != nil {
			t.Fatal(err)
		}
		return levels(recipe.Tensor(p))
	}
	plainly, whole := values(), values(piece(1, 1))
	if worst, _ := difference(t, whole, plainly); worst < 5 {
		t.Errorf("the profile changes %d levels at most", worst)
	}
	if worst, _ := difference(t, values(piece(3, 3), piece(1, 3), piece(2, 3)), whole); worst != 0 {
		t.Errorf("three pieces differ from one by %d", worst)
	}
	if worst, _ := difference(t, values(piece(1, 3), piece(3, 3)), plainly); worst != 0 {
		t.Errorf("two pieces of three change %d levels", worst)
	}
}

// FuzzICC: any bytes are a profile or none, and RGB stays RGB.
func FuzzICC(f *testing.F) {
	good := profileOf(f)
	f.Add(good)
	f.Add(good[:300])
	for kind := range byte(6) {
		f.Add(patched(f, good, "para", 9, kind))
	}
	for n := range byte(4) {
		f.Add(patched(f, good, "para", 0, 'c', 'u', 'r', 'v', 0, 0, 0, 0, 0, 0, 0, n))
	}
	f.Fuzz(func(t *testing.T, icc []byte) {
		rgb := []uint8{0, 128, 255, 1, 2, 3, 255, 255, 255}
		before := bytes.Clone(rgb)
		if !imaging.ConvertICC(icc, rgb) && !bytes.Equal(rgb, before) {
			t.Fatalf("not converted, and yet %v", rgb)
		}
	})
}
