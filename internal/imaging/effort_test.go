package imaging_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"runtime"
	"strings"
	"testing"
	"time"

	"blobsight"
	"blobsight/internal/imaging"
)

// allocated gives the bytes that a call allocates, those that it lets go of
// included. Nothing may run beside it.
func allocated(call func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	call()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// pngChunk is one chunk of a PNG.
func pngChunk(name string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, name...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// zeros is n zeros, packed.
func zeros(t *testing.T, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write(make([]byte, n)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestBombs: small files that claim, or unpack to, far more than they hold
// take no memory to speak of.
func TestBombs(t *testing.T) { //nolint:paralleltest // measures what the process allocates
	jpegFile := resized(t, encodedAs(t, "jpeg", quarters(40, 24)), 7000, 7000)
	small := encodedAs(t, "png", quarters(40, 24))
	start, rest := small[:33], small[33:] // signature and header
	packed := zeros(t, 60_000_000)
	bmpFile := encodedAs(t, "bmp", quarters(40, 24))
	binary.LittleEndian.PutUint32(bmpFile[18:], 7000)
	binary.LittleEndian.PutUint32(bmpFile[22:], 7000)
	gifFile := encodedAs(t, "gif", quarters(40, 24))
	copy(gifFile[6:], []byte{0x58, 0x1b, 0x58, 0x1b})
	tiffBomb := tiffFile(7000, 7000, 1)
	profile := append([]byte("name\x00\x00"), packed...)
	text := append([]byte("Comment\x00\x00"), packed...)
	for name, file := range map[string][]byte{
		"PNG of a header":     pngHeader(7000, 7000),
		"JPEG of a header":    jpegFile,
		"BMP of a header":     bmpFile,
		"GIF of a header":     gifFile,
		"TIFF of a header":    tiffBomb[:len(tiffBomb)-7000*7000],
		"profile that swells": bytes.Join([][]byte{start, pngChunk("iCCP", profile), rest}, nil),
		"text that swells":    bytes.Join([][]byte{start, pngChunk("zTXt", text), rest}, nil),
		"pixels that swell":   bytes.Join([][]byte{start, pngChunk("IDAT", packed), pngChunk("IEND", nil)}, nil),
	} {
		var err error
		const allowed = 8 << 20 // a profile may have one megabyte, read into a buffer that grows
		if got := allocated(func() { _, err = read(file) }); got > allowed {
			t.Errorf("%s: %d bytes are %d in memory (%v)", name, len(file), got, err)
		}
		if swells := strings.Contains(name, "that swells"); swells != (err == nil) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestCostIsEnough: decoding takes no more than was estimated from the header,
// and what was estimated is no more than a few times that.
func TestCostIsEnough(t *testing.T) { //nolint:paralleltest // measures what the process allocates
	if raced {
		t.Skip("the race detector allocates for itself")
	}
	const w, h = 1200, 900
	files := encoded(t, soft(w, h, 8))
	for _, k := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio420} {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, waves(w, h, k), nil); err != nil {
			t.Fatal(err)
		}
		files["jpeg 4:2:0"] = b.Bytes()
	}
	for format, file := range files {
		var p *imaging.Picture
		var err error
		took := allocated(func() { p, err = read(file) })
		if err != nil {
			t.Fatal(err)
		}
		estimate := estimated(t, file)
		t.Logf("%s: %.1f bytes a pixel, estimated %.1f", format, float64(took)/(w*h), float64(estimate)/(w*h))
		const readAll = 6 // the file itself, read into a buffer that grows
		if took > uint64(estimate)+readAll*uint64(p.Bytes)+1<<20 {
			t.Errorf("%s: took %d bytes, estimated %d", format, took, estimate)
		}
	}
}

// estimated gives what a file is thought to take, rounded up, by the refusal.
func estimated(t *testing.T, file []byte) int64 {
	t.Helper()
	limits := imaging.DefaultLimits()
	limits.MaxMemory = 1
	_, err := imaging.Read(bytes.NewReader(file), limits)
	wantCode(t, err, blobsight.CodeImageTooLarge)
	_, text, _ := strings.Cut(err.Error(), "would take ")
	var megabytes int64
	if _, err := fmt.Sscanf(text, "%d MB", &megabytes); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return (megabytes + 1) * 1_000_000
}

// TestMemoryBound: the refusal says the numbers; progressive files take more.
func TestMemoryBound(t *testing.T) {
	t.Parallel()
	limits := imaging.DefaultLimits()
	limits.MaxMemory = 3_000_000
	baseline := encodedAs(t, "jpeg", soft(1000, 750, 4))
	if _, err := imaging.Read(bytes.NewReader(baseline), limits); err != nil {
		t.Errorf("baseline: %v", err)
	}
	progressive := patched(t, baseline, "\xff\xc0", 1, 0xc2)
	_, err := imaging.Read(bytes.NewReader(progressive), limits)
	wantCode(t, err, blobsight.CodeImageTooLarge)
	for _, s := range []string{"1000 x 750", "5 MB", "limit is 3 MB"} {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("error %q does not say %q", err, s)
		}
	}
}

// TestCameraPictureFits: 50 megapixels as cameras store them are no more than
// the defaults allow, progressive ones included: what stops the file is its end.
func TestCameraPictureFits(t *testing.T) {
	t.Parallel()
	file := resized(t, encodedAs(t, "jpeg", soft(64, 48, 0)), 8192, 6100)
	file = append(file, make([]byte, 200_000)...)
	for marker, name := range map[byte]string{0xc0: "baseline", 0xc2: "progressive"} {
		_, err := read(patched(t, file, "\xff\xc0", 1, marker))
		wantCode(t, err, blobsight.CodeInvalidImage) // cut, not large
		t.Logf("%s: %v", name, err)
	}
}

// TestTimeBound: a decoder that asks for bytes after its time gets none, in
// every format that reads as it goes.
func TestTimeBound(t *testing.T) {
	t.Parallel()
	limits := imaging.DefaultLimits()
	limits.MaxTime = time.Nanosecond
	for format, file := range encoded(t, synthetic(160, 120)) {
		_, err := imaging.Read(bytes.NewReader(file), limits)
		wantCode(t, err, blobsight.CodeImageTooLarge)
		if !strings.Contains(err.Error(), "longer than 1ns") {
			t.Errorf("%s: error %q does not say the limit", format, err)
		}
	}
}
