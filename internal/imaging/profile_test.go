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
	file := encodedAs(t, "jpeg", soft(24, 18, 0))
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
