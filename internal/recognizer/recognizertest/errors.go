package recognizertest

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"blobsight"
)

// testBadImages: what can never be recognized is a BadImage with the right
// code and a detail, beside a Recognition that says what is known.
func testBadImages(t *testing.T, r blobsight.Recognizer) {
	jpeg, png := encode(t, "jpeg", scene(200, 150, 0)), encode(t, "png", scene(200, 150, 0))
	for name, c := range map[string]struct {
		file   []byte
		code   string
		format string
		width  int
	}{
		"nothing":         {[]byte{}, blobsight.CodeInvalidImage, "", 0},
		"text":            {[]byte("this is no picture at all"), blobsight.CodeInvalidImage, "", 0},
		"cut JPEG":        {jpeg[:len(jpeg)/2], blobsight.CodeInvalidImage, "jpeg", 200},
		"cut PNG":         {png[:len(png)/2], blobsight.CodeInvalidImage, "png", 200},
		"only a start":    {jpeg[:4], blobsight.CodeInvalidImage, "jpeg", 0},
		"one pixel":       {encode(t, "png", scene(1, 1, 0)), blobsight.CodeImageTooSmall, "png", 1},
		"thin":            {encode(t, "png", scene(300, 15, 0)), blobsight.CodeImageTooSmall, "png", 300},
		"huge":            {hugePNG(60_000, 60_000), blobsight.CodeImageTooLarge, "png", 60_000},
		"many megapixels": {hugePNG(9_000, 9_000), blobsight.CodeImageTooLarge, "png", 9_000},
		"SVG":             {[]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), blobsight.CodeUnsupportedFormat, "svg", 0},
		"PDF":             {[]byte("%PDF-1.7\n%"), blobsight.CodeUnsupportedFormat, "pdf", 0},
	} {
		got, err := r.Recognize(t.Context(), picture(c.file), everything())
		var e *blobsight.Error
		if !errors.As(err, &e) || e.Kind != blobsight.KindBadImage || e.Code != c.code || e.Detail == "" {
			t.Errorf("%s: error %v, want a bad image with code %s and a detail", name, err, c.code)
			continue
		}
		if got == nil || len(got.Labels) != 0 {
			t.Errorf("%s: recognition %v, want one without labels", name, got)
			continue
		}
		if got.Image.Format != c.format || got.Image.Width != c.width || got.Image.Bytes != int64(len(c.file)) || len(got.Image.SHA256) != 64 {
			t.Errorf("%s: image %+v, want format %q, width %d and %d bytes", name, got.Image, c.format, c.width, len(c.file))
		}
	}
}

// testReadErrors: bytes that cannot be read now may be read later. Such an
// error is passed on and is no BadImage.
func testReadErrors(t *testing.T, r blobsight.Recognizer) {
	broken := errors.New("the disk is on fire")
	for name, p := range map[string]blobsight.Picture{
		"open": {Open: func(context.Context) (io.ReadCloser, error) { return nil, broken }},
		"read": {Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(iotest.ErrReader(broken)), nil }},
	} {
		_, err := r.Recognize(t.Context(), p, everything())
		if !errors.Is(err, broken) || blobsight.KindOf(err) == blobsight.KindBadImage {
			t.Errorf("%s: error %v, want the one of the picture", name, err)
		}
	}
}
