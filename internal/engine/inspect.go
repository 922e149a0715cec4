package engine

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Library is a shared library of ONNX Runtime that fits this program.
type Library struct {
	Path    string // absolute
	Version string // such as "1.30.0"; empty when the file does not say
}

// inspect reads what the file at path is, without running it. The error says why
// it cannot be used there: it is no library, another one, one for another system
// or processor, or too old.
func inspect(path string, p platform) (*Library, error) {
	f, err := os.Open(path) //nolint:gosec // the operator says where
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s is a folder", path)
	}
	img, err := readImage(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if !img.is(p) {
		return nil, fmt.Errorf("%s is for %s, this program needs one for %s", path, strings.Join(img.platforms, " and "), p)
	}
	if !img.onnxRuntime {
		return nil, fmt.Errorf("%s is another library, not ONNX Runtime", path)
	}
	if tooOld(img.version) {
		return nil, fmt.Errorf("%s is ONNX Runtime %s; version %s or newer is needed", path, img.version, MinVersion)
	}
	path, err = filepath.Abs(path) // loaders look for a name without a slash elsewhere
	if err != nil {
		return nil, err
	}
	return &Library{Path: path, Version: img.version}, nil
}

// image is what the headers of a library say.
type image struct {
	platforms   []string // "os/arch", by Go's names
	onnxRuntime bool     // it has the function that gives the interface
	version     string   // empty: it does not say
}

func (i *image) is(p platform) bool {
	for _, name := range i.platforms {
		if name == p.String() {
			return true
		}
	}
	return false
}

// entryPoint is the function through which everything in ONNX Runtime is reached.
const entryPoint = "OrtGetApiBase"

var errNoLibrary = errors.New("it is no shared library")

// readImage tells the formats apart by their first bytes.
func readImage(r io.ReaderAt) (*image, error) {
	var magic [4]byte
	if _, err := r.ReadAt(magic[:], 0); err != nil {
		return nil, errNoLibrary // it is shorter than that
	}
	read := readPE
	switch {
	case isELF(magic[:]):
		read = readELF
	case isMachO(magic[:]):
		read = readMachO
	case !isPE(magic[:]):
		return nil, errNoLibrary
	}
	img, err := read(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoLibrary, err)
	}
	return img, nil
}

// isLibrary reports whether a file that starts so is a library.
func isLibrary(magic []byte) bool { return isELF(magic) || isMachO(magic) || isPE(magic) }

func isELF(magic []byte) bool { return bytes.HasPrefix(magic, []byte("\x7fELF")) }
func isPE(magic []byte) bool  { return bytes.HasPrefix(magic, []byte("MZ")) }
func isMachO(magic []byte) bool {
	return bytes.HasPrefix(magic, []byte("\xcf\xfa\xed\xfe")) || bytes.HasPrefix(magic, []byte("\xca\xfe\xba\xbe"))
}

// maxSection bounds how much of a part of a file is read into memory.
const maxSection = 64 << 20

func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxSection+1))
	if err == nil && len(data) > maxSection {
		err = errors.New("a part of it is too large")
	}
	return data, err
}

// tooOld reports whether a version is known and less than MinVersion.
func tooOld(version string) bool {
	have, least := strings.Split(version, "."), strings.Split(MinVersion, ".")
	if len(have) < 2 {
		return false
	}
	for i := range least {
		a, errA := strconv.Atoi(have[i])
		b, errB := strconv.Atoi(least[i])
		if errA != nil || errB != nil {
			return false
		}
		if a != b {
			return a < b
		}
	}
	return false
}
