package imaging

import (
	"bytes"
	"errors"
	"time"
)

// errTooSlow ends the reading of a file that has been decoded for too long.
var errTooSlow = errors.New("out of time")

// deadline is the bytes of a file until a time. A codec that asks for more
// later than that gets an error, so that it ends soon after.
type deadline struct {
	file  *bytes.Reader
	until time.Time
	late  bool // an error was given; not all codecs hand it on
}

// over notes and reports whether the time is over.
func (d *deadline) over() bool {
	d.late = d.late || time.Now().After(d.until)
	return d.late
}

// Read implements io.Reader.
func (d *deadline) Read(b []byte) (int, error) {
	if d.over() {
		return 0, errTooSlow
	}
	return d.file.Read(b)
}

// ReadAt implements io.ReaderAt, which spares the TIFF codec a copy of the file.
func (d *deadline) ReadAt(b []byte, at int64) (int, error) {
	if d.over() {
		return 0, errTooSlow
	}
	return d.file.ReadAt(b, at)
}
