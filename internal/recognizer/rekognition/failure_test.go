package rekognition_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"blobsight"
)

// TestBadPictures: what Rekognition refuses gets the code that the picture deserves.
func TestBadPictures(t *testing.T) {
	t.Parallel()
	format := refused(400, "InvalidImageFormatException", "Request has invalid image format")
	parameter := refused(400, "InvalidParameterException", "Request has Invalid Parameters")
	tooLarge := refused(400, "ImageTooLargeException", "Image size is too large")
	good := encode(t, "jpeg", 300, 200)
	for name, c := range map[string]struct {
		answer answer
		file   []byte
		code   string
		format string
	}{
		"text":         {format, []byte("no picture"), blobsight.CodeInvalidImage, ""},
		"nothing":      {parameter, nil, blobsight.CodeInvalidImage, ""},
		"GIF":          {format, []byte("GIF89a..."), blobsight.CodeUnsupportedFormat, "gif"},
		"WebP":         {format, []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), blobsight.CodeUnsupportedFormat, "webp"},
		"HEIC":         {format, []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1"), blobsight.CodeUnsupportedFormat, "heic"},
		"AVIF":         {format, []byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1"), blobsight.CodeUnsupportedFormat, "avif"},
		"TIFF":         {format, []byte("II*\x00....."), blobsight.CodeUnsupportedFormat, "tiff"},
		"PDF":          {format, []byte("%PDF-1.7\n%"), blobsight.CodeUnsupportedFormat, "pdf"},
		"SVG":          {format, []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), blobsight.CodeUnsupportedFormat, "svg"},
		"cut JPEG":     {format, good[:20], blobsight.CodeInvalidImage, "jpeg"},
		"broken JPEG":  {format, good, blobsight.CodeInvalidImage, "jpeg"},
		"small":        {parameter, encode(t, "png", 79, 200), blobsight.CodeImageTooSmall, "png"},
		"wide":         {parameter, encode(t, "png", 10_001, 80), blobsight.CodeImageTooLarge, "png"},
		"small format": {format, encode(t, "jpeg", 2, 2), blobsight.CodeImageTooSmall, "jpeg"},
		"bytes":        {tooLarge, nil, blobsight.CodeImageTooLarge, ""},
	} {
		got, err := newStandIn(t, c.answer).recognizer("pictures").Recognize(t.Context(), stored(c.file), options())
		var e *blobsight.Error
		if !errors.As(err, &e) || e.Kind != blobsight.KindBadImage || e.Code != c.code || e.Detail == "" {
			t.Errorf("%s: error %v, want a bad image with code %s", name, err, c.code)
		}
		if got == nil || got.Image.Format != c.format || got.Labels == nil {
			t.Errorf("%s: recognition %+v, want format %q", name, got, c.format)
		}
	}
}

// TestBadBytes: what cannot be sent is not sent.
func TestBadBytes(t *testing.T) {
	t.Parallel()
	s := newStandIn(t, answer{status: 500})
	for code, size := range map[string]int{blobsight.CodeInvalidImage: 0, blobsight.CodeImageTooLarge: 5<<20 + 1} {
		_, err := s.recognizer("").Recognize(t.Context(), picture(make([]byte, size)), options())
		if e := (*blobsight.Error)(nil); !errors.As(err, &e) || e.Code != code {
			t.Errorf("%d bytes: %v, want %s", size, err, code)
		}
	}
	if len(s.asked) != 0 {
		t.Errorf("%d requests", len(s.asked))
	}
}

// TestOurFault: what is not the picture's fault is an error, worth another try.
func TestOurFault(t *testing.T) {
	t.Parallel()
	for hint, a := range map[string]answer{
		"s3:GetObject":             refused(400, "InvalidS3ObjectException", "Unable to get object metadata from S3. Check object key, region and/or access permissions."),
		"rekognition:DetectLabels": refused(400, "AccessDeniedException", "User is not authorized to perform: rekognition:DetectLabels"),
		"InvalidParameter":         refused(400, "InvalidParameterException", "Request has Invalid Parameters"),
		"UnrecognizedClient":       refused(400, "UnrecognizedClientException", "The security token included in the request is invalid."),
		"LimitExceeded":            refused(400, "LimitExceededException", "limit"),
	} {
		_, err := newStandIn(t, a).recognizer("pictures").Recognize(t.Context(), stored(encode(t, "jpeg", 300, 200)), options())
		later := (*blobsight.LaterError)(nil)
		if err == nil || blobsight.KindOf(err) != blobsight.KindInternal || errors.As(err, &later) || !strings.Contains(err.Error(), hint) {
			t.Errorf("error %v, want one of ours that says %s", err, hint)
		}
	}
}

// TestRetries: trouble that passes is not seen; trouble that stays is no fault of the picture.
func TestRetries(t *testing.T) {
	t.Parallel()
	trouble := refused(500, "InternalServerError", "Internal server error")
	s := newStandIn(t, trouble, refused(400, "ProvisionedThroughputExceededException", "Provisioned rate exceeded"), recorded(t, "labels.json"))
	if got, err := s.recognizer("pictures").Recognize(t.Context(), stored(nil), options()); err != nil || len(got.Labels) != 4 || len(s.asked) != 3 {
		t.Errorf("%v after %d requests", err, len(s.asked))
	}
	s = newStandIn(t, trouble)
	if _, err := s.recognizer("pictures").Recognize(t.Context(), stored(nil), options()); blobsight.KindOf(err) != blobsight.KindInternal || len(s.asked) != 4 {
		t.Errorf("%v after %d requests", err, len(s.asked))
	}
}

// TestThrottled: beyond the quota a picture waits, which counts as no attempt.
func TestThrottled(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"ThrottlingException", "ProvisionedThroughputExceededException"} {
		_, err := newStandIn(t, refused(400, kind, "Rate exceeded")).recognizer("pictures").Recognize(t.Context(), stored(nil), options())
		var later *blobsight.LaterError
		if !errors.As(err, &later) || later.After < 10*time.Second || later.After > 20*time.Second {
			t.Errorf("%s: error %v", kind, err)
		}
	}
}

func TestReadErrors(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is on fire")
	s := newStandIn(t, refused(400, "InvalidImageFormatException", "Request has invalid image format"))
	for name, p := range map[string]blobsight.Picture{
		"open": {Open: func(context.Context) (io.ReadCloser, error) { return nil, broken }},
		"read": {Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(iotest.ErrReader(broken)), nil }},
	} {
		for _, key := range []string{"", "some-key"} {
			p.Key = key
			_, err := s.recognizer("pictures").Recognize(t.Context(), p, options())
			if !errors.Is(err, broken) || blobsight.KindOf(err) == blobsight.KindBadImage {
				t.Errorf("%s, key %q: error %v, want the one of the picture", name, key, err)
			}
		}
	}
}

func TestCanceled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := newStandIn(t, recorded(t, "labels.json"))
	for _, p := range []blobsight.Picture{stored(nil), picture(encode(t, "png", 100, 100))} {
		if _, err := s.recognizer("pictures").Recognize(ctx, p, options()); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want that of the context", err)
		}
	}
}
