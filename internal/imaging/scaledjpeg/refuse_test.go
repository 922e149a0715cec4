package scaledjpeg_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"slices"
	"strings"
	"testing"

	"blobsight/internal/imaging/scaledjpeg"
)

// What the standard library writes for a colored picture of 40 x 24 pixels.
const (
	start  = "\xff\xd8"
	frame  = "\xff\xc0\x00\x11\x08\x00\x18\x00\x28\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
	tables = "\xff\xc4\x01\xa2\x00" // and so on
	scan   = "\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00"
	end    = "\xff\xd9"
)

// change is a part of a file, and what it becomes, and so on in pairs.
type change []string

// before puts segments in front of the scan.
func before(segments string) change { return change{scan, segments + scan} }

// in changes a byte of a header.
func in(header, from, to string) change {
	return change{header, strings.Replace(header, from, to, 1)}
}

// apply makes all changes, each of a part that is there once.
func (c change) apply(t testing.TB, file []byte) []byte {
	t.Helper()
	for pair := range slices.Chunk(c, 2) {
		if bytes.Count(file, []byte(pair[0])) != 1 {
			t.Fatalf("%q is not there once", pair[0])
		}
		file = bytes.Replace(file, []byte(pair[0]), []byte(pair[1]), 1)
	}
	return file
}

// broken lists what the standard library refuses.
func broken() map[string]change {
	zeros := strings.Repeat("\x00", 300)
	list := map[string]change{
		"no start":                      {start, end},
		"no frame":                      {frame, ""},
		"two frames":                    {frame, frame + frame},
		"long frame":                    {frame, strings.Replace(frame, "\x11", "\x12", 1) + "\x00"},
		"frame of 12 bits":              in(frame, "\x08", "\x0c"),
		"component twice":               append(in(frame, "\x03\x11", "\x02\x11"), in(scan, "\x03\x11", "\x02\x11")...),
		"third of the samples":          in(frame, "\x22", "\x31"),
		"no samples":                    in(frame, "\x22", "\x02"),
		"fifth quantization":            in(frame, "\x02\x11\x01", "\x02\x11\x04"),
		"cut quantization":              before("\xff\xdb\x00\x04\x00\x00"),
		"quantization of 24 bits":       before("\xff\xdb\x00\x43\x20" + zeros[:64]),
		"no tables":                     {tables, "\xff\xfe\x01\xa2\x00"},
		"third table":                   {frame + tables, frame + tables[:4] + "\x02"},
		"third class of tables":         before("\xff\xc4\x00\x14\x20\x01" + zeros[:16]),
		"table without codes":           {tables, "\xff\xc4\x00\x13\x01" + zeros[:16] + tables},
		"table of 257 codes":            {tables, "\xff\xc4\x01\x14\x01" + zeros[:14] + "\x02\xff" + zeros[:257] + tables},
		"cut table":                     {tables, "\xff\xc4\x00\x12" + zeros[:16] + tables},
		"table without symbols":         {tables, "\xff\xc4\x00\x13\x01\x01" + zeros[:15] + tables},
		"long restarts":                 before("\xff\xdd\x00\x05\x00\x00\x00"),
		"short restarts":                before("\xff\xdd\x00\x03\x00"),
		"restarts that do not come":     before("\xff\xdd\x00\x04\x00\x01"),
		"long scan header":              {scan, strings.Replace(scan, "\x0c", "\x0d", 1) + "\x00"},
		"longer scan header":            {scan, strings.Replace(scan, "\x0c", "\x0e", 1) + "\x00\x00"},
		"short scan header":             in(scan, "\x0c", "\x0b"),
		"scan of an unknown component":  in(scan, "\x03\x11", "\x04\x11"),
		"scan of a component twice":     in(scan, "\x03\x11", "\x02\x11"),
		"scan with a third table":       in(scan, "\x11", "\x21"),
		"scan with a third other table": in(scan, "\x11", "\x12"),
		"length of one":                 before("\xff\xfe\x00\x01"),
		"length beyond the end":         before("\xff\xfe\xff\xff"),
		"filled zero":                   before("\xff\xff\x00"),
	}
	for _, marker := range []string{"\x01", "\xbf", "\xc3", "\xc8", "\xcc", "\xd8", "\xdc", "\xde", "\xdf", "\xf0", "\xfd"} {
		list["marker "+marker] = before("\xff" + marker + "\x00\x02")
	}
	return list
}

// odd lists what the standard library knows how to decode.
func odd() map[string]change {
	return map[string]change{
		"extended":                    {"\xff\xc0", "\xff\xc1"},
		"other order of components":   in(scan, "\x02\x11\x03\x11", "\x03\x11\x02\x11"),
		"empty quantization":          before("\xff\xdb\x00\x03\x00"),
		"some frequencies":            in(scan, "\x3f", "\x3e"),
		"some bits":                   {scan, scan[:len(scan)-1] + "\x01"},
		"zero between the segments":   before("\xff\x00"),
		"restart outside of the scan": before("\xff\xd0"),
		"noise between the segments":  before("\x01\x02"),
		"fill between the segments":   before("\xff"),
		"RGB by Adobe":                before("\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"),
		"RGB by name": {
			frame, strings.NewReplacer("\x01\x22", "R\x22", "\x02\x11", "G\x11", "\x03\x11", "B\x11").Replace(frame),
			scan, "\xff\xda\x00\x0c\x03R\x00G\x11B\x11\x00\x3f\x00",
		},
		"restart before the end": {end, "\xff\xd0" + end},
		"noise before the end":   {end, "\x00\x00\x00\x00" + end},
		"fill before the end":    {end, "\xff" + end},
	}
}

// fine lists what cameras and editors do.
func fine() map[string]change {
	return map[string]change{
		"nothing":          {},
		"comment":          before("\xff\xfe\x00\x06text"),
		"empty comment":    before("\xff\xfe\x00\x02"),
		"profile":          before("\xff\xe2\x00\x04\xff\xff"),
		"no restarts":      before("\xff\xdd\x00\x04\x00\x00"),
		"YCbCr by Adobe":   before("\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x01"),
		"many other bytes": {end, end + "more" + end},
	}
}

// TestDecodeRefuses: where the standard library complains there is no picture,
// so that its complaint is heard, nor where decoders differ.
func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	size := image.Pt(40, 24)
	file := encoded(t, soft(size.X, size.Y, false))
	for _, kind := range []struct {
		changes             map[string]change
		isRead, isDecodable bool
	}{{broken(), false, false}, {odd(), false, true}, {fine(), true, true}} {
		for name, c := range kind.changes {
			changed := c.apply(t, file)
			if got := scaledjpeg.Decode(changed, size, image.Pt(1, 1), never); (got != nil) != kind.isRead {
				t.Errorf("%q: a picture: %t, want %t", name, got != nil, kind.isRead)
			}
			if _, err := jpeg.Decode(bytes.NewReader(changed)); (err == nil) != kind.isDecodable {
				t.Errorf("%q: the standard library says %v, want a picture: %t", name, err, kind.isDecodable)
			}
		}
	}
}

// tiny is a gray picture of one block: a code of one bit says that its level is
// that in the middle, one of seven bits is the symbol of waves.
func tiny(waves string) string {
	zeros := strings.Repeat("\x00", 64)
	return start + "\xff\xdb\x00\x43\x00" + zeros +
		"\xff\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00" +
		"\xff\xc4\x00\x14\x00\x01" + zeros[:15] + "\x00" +
		"\xff\xc4\x00\x14\x10" + zeros[:6] + "\x01" + zeros[:9] + waves +
		"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + "\x00" + end
}

// TestDecodeRefusesRuns: a symbol of progressive files, with which blocks to come
// end, too, is not taken for the end of one block.
func TestDecodeRefusesRuns(t *testing.T) {
	t.Parallel()
	const one, run = "\x00", "\x10" // one bit more tells how long it is
	if got := scaledjpeg.Decode([]byte(tiny(one)), image.Pt(8, 8), image.Pt(1, 1), never); got == nil {
		t.Error("no picture of one block")
	}
	if got := scaledjpeg.Decode([]byte(tiny(run)), image.Pt(8, 8), image.Pt(1, 1), never); got != nil {
		t.Error("a picture of a run")
	}
}

// TestDecodeIsNotLax: no byte can be changed so that a picture is decoded that the
// standard library refuses.
func TestDecodeIsNotLax(t *testing.T) {
	t.Parallel()
	file := []byte(tiny("\x00"))
	for i, was := range file {
		for b := range 256 {
			file[i] = byte(b)
			judge(t, file, 1, 1)
		}
		file[i] = was
	}
	for _, gray := range []bool{false, true} {
		file := encoded(t, soft(40, 24, gray))
		for i, was := range file {
			for _, b := range []byte{0, 1, was - 1, was + 1, was ^ 0x10, was ^ 0x80, 0xff} {
				file[i] = b
				judge(t, file, 1, 1)
			}
			file[i] = was
		}
	}
}
