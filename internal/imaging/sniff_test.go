package imaging_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"blobsight"
)

func TestSniffKnowsFormats(t *testing.T) {
	t.Parallel()
	files := encoded(t, quarters(40, 24))
	files["webp"] = webpFile(40, 24, 100, exif(binary.LittleEndian, 1))
	for format, file := range files {
		p, err := read(file)
		if err != nil {
			t.Errorf("%s: %v", format, err)
			continue
		}
		if p.Format != format || p.Width != 40 || p.Height != 24 {
			t.Errorf("%s: got %+v", format, p.Describe())
		}
	}
}

func TestSniffNamesWhatIsNotRead(t *testing.T) {
	t.Parallel()
	animated := webpFile(40, 24, 100, nil)
	animated[20] |= 1 << 1
	for _, c := range []struct{ start, format, name string }{
		{"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1avif", "avif", "AVIF"},
		{"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00", "avif", "AVIF"},
		{"\x00\x00\x00\x1cftypisom\x00\x00\x00\x00", "mp4", "MP4"},
		{"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg", "SVG"},
		{"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- drawn -->\n<svg/>", "svg", "SVG"},
		{"%PDF-1.7\n", "pdf", "PDF"},
		{"\x00\x00\x01\x00\x01\x00", "ico", "ICO"},
		{"BA(\x00\x00\x00x\x00\x00\x00\x00\x00\x00\x00CI\x1a\x00\x00\x00", "os2", "OS/2"},
		{"8BPS\x00\x01", "psd", "Photoshop"},
		{"\xff\x0a\x00", "jxl", "JPEG XL"},
		{"\x00\x00\x00\x0cjP  \r\n\x87\n", "jp2", "JPEG 2000"},
		{"II+\x00\x08\x00\x00\x00", "bigtiff", "BigTIFF"},
		{"II*\x00\x10\x00\x00\x00CR\x02\x00", "cr2", "CR2"},
		{"RIFF\x00\x01\x00\x00AVI LIST", "avi", "AVI"},
		{"\x1aE\xdf\xa3\x01", "matroska", "WebM"},
		{string(animated), "webp", "animated WebP"},
	} {
		p, err := read([]byte(c.start))
		wantCode(t, err, blobsight.CodeUnsupportedFormat)
		if p.Format != c.format || !strings.Contains(err.Error(), c.name) {
			t.Errorf("%q: format %q, error %v, want %q and the name %s", c.start, p.Format, err, c.format, c.name)
		}
		if p.Bytes != int64(len(c.start)) || len(p.SHA256) != 64 {
			t.Errorf("%q: size and hash are unknown: %+v", c.start, p.Describe())
		}
	}
}

func TestSniffRefusesOthers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, says string }{
		"empty":           {"", "empty"},
		"one byte":        {"\xff", "not a picture"},
		"text":            {"hello, this is no picture", "not a picture"},
		"text like a BMP": {"BM is what this text starts with", "not a picture"},
		"xml":             {"<?xml version='1.0'?><feed/>", "not a picture"},
		"zeros":           {strings.Repeat("\x00", 64), "not a picture"},
		"zip":             {"PK\x03\x04", "not a picture"},
	} {
		p, err := read([]byte(c.file))
		wantCode(t, err, blobsight.CodeInvalidImage)
		if !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %q does not say %q", name, err, c.says)
		}
		if p.Format != "" {
			t.Errorf("%s: format %q", name, p.Format)
		}
	}
}
