package rekognition

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
)

// sniffed is how many bytes tell a format.
const sniffed = 512

// sniff names the format of a file by its beginning; empty: it is no picture that we know.
func sniff(data []byte) string {
	data = data[:min(len(data), sniffed)]
	kind, _, _ := strings.Cut(http.DetectContentType(data), ";")
	switch format, image := strings.CutPrefix(kind, "image/"); {
	case image && format == "x-icon":
		return "ico"
	case image:
		return format
	case kind == "application/pdf":
		return "pdf"
	case bytes.HasPrefix(data, []byte("II*\x00")), bytes.HasPrefix(data, []byte("MM\x00*")):
		return "tiff"
	case bytes.Contains(data, []byte("<svg")):
		return "svg"
	}
	return brand(data)
}

// brand names the format of a file in the container of HEIC and AVIF (ISO/IEC 23008-12).
func brand(data []byte) string {
	if len(data) < 12 || string(data[4:8]) != "ftyp" {
		return ""
	}
	switch b := string(data[8:12]); {
	case b == "avif" || b == "avis":
		return "avif"
	case slices.Contains([]string{"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"}, b):
		return "heic"
	}
	return ""
}
