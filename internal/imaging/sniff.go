package imaging

import (
	"bytes"
	"slices"
	"strings"
)

// sniff tells the format by the first bytes: names and declared types lie.
func sniff(p *Picture) error {
	if len(p.data) == 0 {
		return invalid("the file is empty")
	}
	format, name := formatOf(p.data)
	p.Format = format
	switch {
	case format == "":
		return invalid("not a picture: the file is none of %s", readable)
	case name != "":
		return unsupported("%s is not read; send %s", name, readable)
	}
	return nil
}

// readable names the formats that are read, for messages.
const readable = "JPEG, PNG, GIF, WebP, BMP, TIFF or HEIC"

// signature is what a file of a format starts with: the bytes of magic at
// offset at. name is set for formats that are known but not read.
type signature struct {
	at     int
	magic  string
	format string
	name   string
}

// signatures lists the formats in the order in which they are tried. The
// sources are the formats' specifications.
func signatures() []signature {
	return []signature{
		{0, "\xff\xd8\xff", "jpeg", ""},
		{0, "\x89PNG\r\n\x1a\n", "png", ""},
		{0, "GIF87a", "gif", ""},
		{0, "GIF89a", "gif", ""},
		{8, "CR\x02\x00", "cr2", "a Canon CR2 raw file"}, // a TIFF by its first bytes
		{0, "II*\x00", "tiff", ""},
		{0, "MM\x00*", "tiff", ""},
		{0, "II+\x00", "bigtiff", "BigTIFF"},
		{0, "MM\x00+", "bigtiff", "BigTIFF"},
		{0, "%PDF-", "pdf", "PDF"},
		{0, "\x00\x00\x01\x00", "ico", "ICO (an icon)"},
		{0, "\x00\x00\x02\x00", "cur", "CUR (a cursor)"},
		{0, "8BPS", "psd", "PSD (Photoshop)"},
		{0, "\xff\x0a", "jxl", "JPEG XL"},
		{0, "\x00\x00\x00\x0cJXL \r\n", "jxl", "JPEG XL"},
		{0, "\x00\x00\x00\x0cjP  \r\n", "jp2", "JPEG 2000"},
		{0, "\xff\x4f\xff\x51", "jp2", "JPEG 2000"},
		{0, "\x1aE\xdf\xa3", "matroska", "a Matroska or WebM video"},
	}
}

// formatOf gives the short name of the format, "" when unknown, and its name
// for people when it is known but not read.
func formatOf(data []byte) (format, name string) {
	for _, s := range signatures() {
		if len(data) >= s.at && bytes.HasPrefix(data[s.at:], []byte(s.magic)) {
			if s.format == "cr2" && !bytes.HasPrefix(data, []byte("II*\x00")) {
				continue
			}
			return s.format, s.name
		}
	}
	for _, f := range []func([]byte) (string, string){riffFormat, isoFormat, bmpFormat, svgFormat} {
		if format, name = f(data); format != "" {
			return format, name
		}
	}
	return "", ""
}

// riffFormat knows WebP, and that an animated one has no single picture.
func riffFormat(data []byte) (string, string) {
	if len(data) < 12 || string(data[:4]) != "RIFF" {
		return "", ""
	}
	switch string(data[8:12]) {
	case "WEBP":
		const animation = 1 << 1 // flag of the VP8X chunk
		if len(data) > 20 && string(data[12:16]) == "VP8X" && data[20]&animation != 0 {
			return "webp", "animated WebP"
		}
		return "webp", ""
	case "AVI ":
		return "avi", "an AVI video"
	}
	return "", ""
}

// isoFormat tells the files of the ISO base media format by their brand.
func isoFormat(data []byte) (string, string) {
	if len(data) < 16 || string(data[4:8]) != "ftyp" {
		return "", ""
	}
	brand := string(data[8:12])
	if brand == "mif1" || brand == "msf1" { // HEIF with any coding: which one, the other brands say
		for other := range slices.Chunk(data[16:min(len(data), max(16, int(data[3])))], 4) {
			if string(other) == "avif" || string(other) == "avis" {
				brand = string(other)
			}
		}
	}
	switch {
	case brand == "avif" || brand == "avis":
		return "avif", "AVIF"
	case slices.Contains([]string{"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"}, brand):
		return "heic", ""
	case brand == "crx ":
		return "cr3", "a Canon CR3 raw file"
	default:
		return "mp4", "an MP4 or QuickTime video"
	}
}

// bmpFormat asks for more than two letters, which start many a text: a known
// length of the header, or in an OS/2 array the letters of its first bitmap.
func bmpFormat(data []byte) (string, string) {
	if len(data) < 18 {
		return "", ""
	}
	lengths := []byte{12, 40, 52, 56, 64, 108, 124}
	kinds := []string{"BM", "CI", "CP", "IC", "PT"}
	switch start := string(data[:2]); {
	case start == "BM" && slices.Contains(lengths, data[14]) && data[15] == 0:
		return "bmp", ""
	case start == "BA" && slices.Contains(kinds, string(data[14:16])):
		return "os2", "an OS/2 bitmap array"
	}
	return "", ""
}

// svgFormat finds an svg element near the start of a text.
func svgFormat(data []byte) (string, string) {
	text := strings.ToLower(string(data[:min(len(data), 1024)]))
	text = strings.TrimLeft(text, "\ufeff \t\r\n")
	if strings.HasPrefix(text, "<svg") || strings.HasPrefix(text, "<?xml") && strings.Contains(text, "<svg") ||
		strings.HasPrefix(text, "<!doctype svg") {
		return "svg", "SVG"
	}
	return "", ""
}
