package models

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode"
)

// ErrMissing marks the error of a model whose file is not there.
var ErrMissing = errors.New("the file is missing")

// Open reads the model's file in dir and verifies it: whatever has another size
// or sum is an error that says what to do. The embedded model needs no dir.
func (m *Model) Open(dir string) ([]byte, error) {
	var contents bytes.Buffer
	_, err := m.find(dir, &contents)
	return contents.Bytes(), err
}

// Path is where the model's file is in dir. It is verified as by [Model.Open].
func (m *Model) Path(dir string) (string, error) {
	if m.Embedded() {
		return "", fmt.Errorf("model %s is inside the program and has no file", m.Name)
	}
	return m.find(dir, io.Discard)
}

// Dest is where the file belongs in dir, whether it is there or not.
func (m *Model) Dest(dir string) string { return m.File.paths(dir)[0] }

// Pin notes the sum of the file that is in dir, where the description gives none,
// and makes a version of it, where that is missing. From then on whatever else
// comes to lie there is another file.
func (m *Model) Pin(dir string) error {
	if m.File.SHA256 != "" {
		return nil
	}
	h := sha256.New()
	if _, err := m.find(dir, h); err != nil {
		return err
	}
	m.File.SHA256 = hex.EncodeToString(h.Sum(nil))
	m.complete()
	return nil
}

// Present reports whether a file that may be the model's is in dir, by its name
// and size alone.
func (m *Model) Present(dir string) bool {
	if m.Embedded() {
		return true
	}
	for _, path := range m.File.paths(dir) {
		info, err := os.Stat(path)
		if err == nil && info.Mode().IsRegular() && (m.File.Bytes == 0 || m.File.Bytes == info.Size()) {
			return true
		}
	}
	return false
}

// find copies the first file that is the model's, and tells its path. What was
// copied of others is taken back.
func (m *Model) find(dir string, to io.Writer) (string, error) {
	if m.Embedded() {
		_, err := to.Write(embeddedONNX)
		return "", err
	}
	var wrong error
	for _, path := range m.File.paths(dir) {
		err := m.verify(dir, path, to)
		if err == nil {
			return path, nil
		}
		if b, ok := to.(interface{ Reset() }); ok {
			b.Reset()
		}
		if wrong == nil && !errors.Is(err, fs.ErrNotExist) {
			wrong = err
		}
	}
	if wrong != nil {
		return "", wrong
	}
	if len(m.File.URLs) == 0 {
		return "", fmt.Errorf("model %s: %w: %s", m.Name, ErrMissing, m.Dest(dir))
	}
	return "", fmt.Errorf("model %s: %w in %s; get it with: %s", m.Name, ErrMissing, dir, m.pullCommand(dir))
}

// verify copies the file at path and tells whether it is the right one.
func (m *Model) verify(dir, path string, to io.Writer) error {
	f, err := os.Open(path) //nolint:gosec // the operator says where
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if m.File.Bytes > 0 && info.Size() != m.File.Bytes {
		return m.differs(dir, path, fmt.Sprintf("it has %d bytes, and must have %d", info.Size(), m.File.Bytes))
	}
	if b, ok := to.(*bytes.Buffer); ok && info.Mode().IsRegular() {
		b.Grow(int(info.Size()) + bytes.MinRead)
	}
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(h, to), f); err != nil {
		return err
	}
	sum := hex.EncodeToString(h.Sum(nil))
	if m.File.SHA256 != "" && !strings.EqualFold(sum, m.File.SHA256) {
		return m.differs(dir, path, fmt.Sprintf("its sha256 is %s, and must be %s", sum, strings.ToLower(m.File.SHA256)))
	}
	return nil
}

// differs is the error of a file that is not the model's.
func (m *Model) differs(dir, path, how string) error {
	do := "mend the description, or put the right file there"
	if len(m.File.URLs) > 0 {
		do = "replace it with: " + m.pullCommand(dir)
	}
	return fmt.Errorf("model %s: %s is another file: %s; %s", m.Name, path, how, do)
}

// pullCommand is what a person types to get the file.
func (m *Model) pullCommand(dir string) string {
	name := m.Name
	if m.File.described != "" {
		name = m.File.described
	}
	return fmt.Sprintf("blobsight models pull %s --models %s", quoted(name), quoted(dir))
}

// quoted is path as a shell takes it.
func quoted(path string) string {
	if strings.ContainsFunc(path, special) {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}

// special reports whether a letter may mean something else to a shell.
func special(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/._-+=:,@%", r)
}
