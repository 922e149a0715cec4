package imaging_test

import (
	"bytes"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"blobsight"
	"blobsight/internal/imaging"
)

// TestDecodeAgrees: the same picture gives the same numbers from every format.
func TestDecodeAgrees(t *testing.T) {
	t.Parallel()
	img := quarters(64, 48)
	recipe := plain(16, imaging.FitCenter)
	want := levels(recipe.Tensor(decoded(img, imaging.Upright)))
	for format, file := range encoded(t, img) {
		p, err := read(file)
		if err != nil {
			t.Errorf("%s: %v", format, err)
			continue
		}
		limit := map[string]float64{"jpeg": 3, "gif": 12}[format] // the one blurs, the other has 256 colors
		if _, mean := difference(t, levels(recipe.Tensor(p)), want); mean > limit {
			t.Errorf("%s: mean difference %.2f, want at most %.0f", format, mean, limit)
		}
	}
}

// TestTruncated: a file cut anywhere is an error, never a half gray picture,
// and what was known of it is reported.
func TestTruncated(t *testing.T) {
	t.Parallel()
	for format, file := range encoded(t, synthetic(160, 120)) {
		for _, percent := range []int{1, 10, 50, 90, 99} {
			cut := file[:max(20, len(file)*percent/100)]
			p, err := read(cut)
			wantCode(t, err, blobsight.CodeInvalidImage)
			if p.Image != nil {
				t.Errorf("%s cut to %d %%: a picture beside the error", format, percent)
			}
			if p.Format != format || p.Bytes != int64(len(cut)) {
				t.Errorf("%s cut to %d %%: got %+v", format, percent, p.Describe())
			}
			if percent == 50 && format != "tiff" && (p.Width != 160 || !strings.Contains(err.Error(), "truncated")) {
				t.Errorf("%s cut to half: %+v, %v", format, p.Describe(), err)
			}
		}
	}
}

// TestCorrupt: bytes overwritten in the middle of a compressed format with a
// checksum.
func TestCorrupt(t *testing.T) {
	t.Parallel()
	file := encodedAs(t, "png", synthetic(160, 120))
	copy(file[len(file)/2:], "0123456789abcdef")
	p, err := read(file)
	wantCode(t, err, blobsight.CodeInvalidImage)
	if !strings.Contains(err.Error(), "corrupt") || p.Width != 160 {
		t.Errorf("%+v, %v", p.Describe(), err)
	}
}

// TestGIFFirstFrame: a frame smaller than the picture lies where it belongs,
// on white.
func TestGIFFirstFrame(t *testing.T) {
	t.Parallel()
	frame := image.NewPaletted(image.Rect(32, 16, 64, 48), palette.WebSafe)
	red := uint8(frame.Palette.Index(color.NRGBA{R: 255, A: 255}))
	for i := range frame.Pix {
		frame.Pix[i] = red
	}
	second := image.NewPaletted(image.Rect(0, 0, 64, 48), palette.WebSafe)
	var b bytes.Buffer
	err := gif.EncodeAll(&b, &gif.GIF{
		Image:  []*image.Paletted{frame, second},
		Delay:  []int{1, 1},
		Config: image.Config{Width: 64, Height: 48, ColorModel: frame.Palette},
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if p.Width != 64 || p.Height != 48 {
		t.Errorf("%d x %d, want 64 x 48", p.Width, p.Height)
	}
	for at, want := range map[image.Point]color.NRGBA{
		{X: 0, Y: 0}:   {},
		{X: 40, Y: 20}: {R: 255, A: 255},
		{X: 40, Y: 10}: {},
	} {
		if got := color.NRGBAModel.Convert(p.Image.At(at.X, at.Y)); got != want {
			t.Errorf("pixel %v: %v, want %v", at, got, want)
		}
	}
}

// TestFormatsFolder reads odd files of many kinds: each is a picture, or a bad
// image with a reason.
func TestFormatsFolder(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		".webp": "", ".gif": "", ".png": "",
		".heic": "", ".avif": blobsight.CodeUnsupportedFormat,
		".ico": blobsight.CodeUnsupportedFormat,
	}
	err := filepath.WalkDir(shared(t, "formats"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		limits := imaging.DefaultLimits()
		limits.MaxMegapixels = 4 // one HEIC has more, and would take its time
		p, err := imaging.Read(bytes.NewReader(data), limits)
		t.Logf("%s: %+v, %v", filepath.Base(path), p.Describe(), err)
		if err != nil && blobsight.KindOf(err) != blobsight.KindBadImage {
			t.Errorf("%s: %v is no bad image", path, err)
		}
		if code, ok := want[strings.ToLower(filepath.Ext(path))]; ok && code != "" {
			wantCode(t, err, code)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
