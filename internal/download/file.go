// Package download brings one large file to this machine: what was cut off goes
// on where it stopped, and nothing is taken for the file but what has its sum.
//
// It is for files that are known in advance (models, ONNX Runtime), which is
// why the sum is no option.
package download

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// File is a file that is known by its contents.
type File struct {
	URLs   []string // where it is to be had, best first: https, http, file, or the path of a file
	Bytes  int64    // its size; 0: not known
	SHA256 string   // its sum, 64 hex digits
}

// maxUnknown bounds a file whose size nobody said, so that a server that never
// stops does not fill the disk.
const maxUnknown = 8 << 30

// check reports all that is wrong with f.
func (f File) check() error {
	var errs []error
	if sum, err := hex.DecodeString(f.SHA256); err != nil || len(sum) != 32 {
		errs = append(errs, fmt.Errorf("sha256: %q is not 64 hex digits; without its sum a file is not fetched", f.SHA256))
	}
	if f.Bytes < 0 {
		errs = append(errs, fmt.Errorf("bytes: %d is less than 0", f.Bytes))
	}
	if len(f.URLs) == 0 {
		errs = append(errs, errors.New("urls: no address is known for this file"))
	}
	return errors.Join(errs...)
}

// limit is how many bytes are taken at most.
func (f File) limit() int64 {
	if f.Bytes > 0 {
		return f.Bytes
	}
	return maxUnknown
}

// is reports whether sum, in hex, is that of f.
func (f File) is(sum string) bool { return strings.EqualFold(sum, f.SHA256) }

// wrongSum is the error of contents that are not f's.
func (f File) wrongSum(sum string) error {
	return fmt.Errorf("this is another file: its sha256 is %s, and it must be %s", sum, strings.ToLower(f.SHA256))
}
