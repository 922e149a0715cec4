package heif_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"slices"
	"strconv"
	"strings"
	"testing"

	"blobsight/internal/imaging/heif"
)

// setPixels is how many pixels set announces.
const setPixels = 512 * 256

// set is a sequence parameter set of 512 x 256 pixels, as bits: the headers, a
// profile and a level of no interest, then four numbers.
func set() []byte {
	bits := "01000010" + "00000001" + "0000" + "000" + "1" + strings.Repeat("1", 88+8)
	for _, v := range []int{0, 1, 512, 256} { // id, 4:2:0, width, height
		number := strconv.FormatInt(int64(v+1), 2)
		bits += strings.Repeat("0", len(number)-1) + number
	}
	bits += strings.Repeat("1", 8-len(bits)%8)
	var unit []byte
	for ; bits != ""; bits = bits[8:] {
		b, _ := strconv.ParseUint(bits[:8], 2, 8)
		unit = append(unit, byte(b))
	}
	return unit
}

// box makes a box.
func box(kind string, body ...byte) []byte {
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), kind...), body...)
}

// size makes the property of a size.
func size(w, h uint32) []byte {
	return box("ispe", binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(make([]byte, 4), w), h)...)
}

// coding makes the property of a coding with one parameter set.
func coding() []byte {
	body := append(make([]byte, 21), 3, 1, 33, 0, 1, 0, byte(len(set())))
	return box("hvcC", append(body, set()...)...)
}

// file makes a HEIC whose items 1, 2, … have all of the properties and lie at
// the first byte of the file, and whose primary item is 1.
func file(items byte, more []byte, properties ...[]byte) []byte {
	ipma := []byte{0, 0, 0, 0, 0, 0, 0, items}
	iloc := []byte{0, 0, 0, 0, 0x44, 0, 0, items}
	for item := range items {
		ipma = append(ipma, 0, item+1, byte(len(properties)))
		for i := range properties {
			ipma = append(ipma, byte(i+1))
		}
		iloc = append(iloc, 0, item+1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1)
	}
	return slices.Concat(box("ftyp", []byte("heic\x00\x00\x00\x00heic")...), box("meta", slices.Concat(
		make([]byte, 4), box("pitm", 0, 0, 0, 0, 0, 1),
		box("iprp", slices.Concat(box("ipco", slices.Concat(properties...)...), box("ipma", ipma...))...),
		box("iloc", iloc...), more,
	)...))
}

// TestRead: sizes are upright, and what is coded counts by the parameter sets,
// for all tiles of a picture.
func TestRead(t *testing.T) {
	t.Parallel()
	crop := box("clap", 0, 0, 0, 200, 0, 0, 0, 1, 0, 0, 0, 160, 0, 0, 0, 2)
	for name, c := range map[string]struct {
		file []byte
		want heif.Header
	}{
		"plain":   {file(1, nil, size(256, 128), coding()), heif.Header{Size: image.Pt(256, 128), Coded: setPixels}},
		"turned":  {file(1, nil, size(256, 128), coding(), box("irot", 3)), heif.Header{Size: image.Pt(128, 256), Coded: setPixels}},
		"halfway": {file(1, nil, size(256, 128), coding(), box("irot", 2)), heif.Header{Size: image.Pt(256, 128), Coded: setPixels}},
		"cropped": {file(1, nil, size(256, 128), coding(), crop), heif.Header{Size: image.Pt(200, 80), Coded: setPixels}},
		"profile": {
			file(1, nil, size(256, 128), coding(), box("colr", []byte("profICC")...)),
			heif.Header{Size: image.Pt(256, 128), Coded: setPixels, Profile: []byte("ICC")},
		},
		"studio": {
			file(1, nil, size(256, 128), coding(), box("colr", append([]byte("nclx"), 0, 1, 0, 1, 0, 1, 0)...)),
			heif.Header{Size: image.Pt(256, 128), Coded: setPixels, Studio: true},
		},
		"full range": {
			file(1, nil, size(256, 128), coding(), box("colr", append([]byte("nclx"), 0, 1, 0, 1, 0, 1, 0x80)...)),
			heif.Header{Size: image.Pt(256, 128), Coded: setPixels},
		},
		"tiles": {
			file(3, box("iref", append(make([]byte, 4), box("dimg", 0, 1, 0, 3, 0, 2, 0, 3, 0, 3)...)...), size(256, 128), coding()),
			heif.Header{Size: image.Pt(256, 128), Coded: 3 * setPixels},
		},
		"tile of its own": {
			file(1, box("iref", append(make([]byte, 4), box("dimg", 0, 1, 0, 1, 0, 9)...)...), size(256, 128), coding()),
			heif.Header{Size: image.Pt(256, 128), Coded: heif.Endless},
		},
		"no set": {
			file(1, nil, size(256, 128), box("hvcC", make([]byte, 23)...)),
			heif.Header{Size: image.Pt(256, 128), Coded: heif.Endless},
		},
	} {
		got, err := heif.Read(c.file)
		if err != nil || got.Size != c.want.Size || got.Coded != c.want.Coded || got.Studio != c.want.Studio ||
			!bytes.Equal(got.Profile, c.want.Profile) {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, err, c.want)
		}
	}
}

// TestReadRefuses: what leads to no picture, or to two, has no header.
func TestReadRefuses(t *testing.T) {
	t.Parallel()
	whole := file(1, nil, size(256, 128), coding())
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"nothing":       {nil, heif.ErrBoxes},
		"cut":           {whole[:len(whole)-1], heif.ErrBoxes},
		"no size":       {file(1, nil, coding()), heif.ErrBoxes},
		"no item":       {bytes.ReplaceAll(whole, []byte("pitm"), []byte("free")), heif.ErrBoxes},
		"two locations": {file(1, box("iloc", 0, 0, 0, 0, 0, 0, 0, 0), size(256, 128), coding()), heif.ErrBoxes},
		"two metas":     {slices.Concat(whole, whole), heif.ErrBoxes},
		"long":          {file(1, box("free", make([]byte, 1<<20)...), size(256, 128), coding()), heif.ErrBoxes},
		"AV1":           {bytes.ReplaceAll(whole, []byte("hvcC"), []byte("av1C")), heif.ErrNotHEVC},
	} {
		got, err := heif.Read(c.file)
		if !errors.Is(err, c.want) || got.Coded != 0 || got.Size != (image.Point{}) {
			t.Errorf("%s: got %+v, %v, want %v", name, got, err, c.want)
		}
	}
}

// FuzzRead: any bytes have a header with pixels, or one of the two errors.
func FuzzRead(f *testing.F) {
	tiles := box("iref", append(make([]byte, 4), box("dimg", 0, 1, 0, 2, 0, 2, 0, 3)...)...)
	f.Add(file(3, tiles, size(256, 128), coding(), box("irot", 1), box("colr", []byte("profICC")...)))
	f.Add(file(1, nil, size(256, 128), box("hvcC", make([]byte, 23)...)))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := heif.Read(data)
		switch {
		case err != nil && !errors.Is(err, heif.ErrBoxes) && !errors.Is(err, heif.ErrNotHEVC):
			t.Fatalf("error %v", err)
		case err == nil && (h.Coded <= 0 || h.Coded > heif.Endless || len(h.Profile) > len(data)):
			t.Fatalf("a header that cannot be: %+v", h)
		}
	})
}
