package disk

import (
	"crypto/rand"
	"os"
	"path"
	"strings"
)

// tempPrefix marks the files in tmp that are ours.
const tempPrefix = "upload-"

// tempFile is an upload that is being received.
type tempFile struct {
	root *os.Root
	file *os.File
	name string
}

// createTemp makes an empty file under a name of its own. Its lock tells other
// processes that it is in use, and ends with this process in any case.
func (b *Bucket) createTemp() (*tempFile, error) {
	name := path.Join(tmpDir, tempPrefix+rand.Text())
	file, err := b.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return nil, err
	}
	tryLock(file)
	return &tempFile{root: b.root, file: file, name: name}, nil
}

// Write appends p.
func (t *tempFile) Write(p []byte) (int, error) { return t.file.Write(p) }

// discard removes the temporary name. An image that was linked to its place
// stays there. Errors are left to the next removeLeftovers.
func (t *tempFile) discard() {
	_ = t.file.Close()
	_ = t.root.Remove(t.name)
}

// removeLeftovers removes the uploads of processes that ended in the middle.
func (b *Bucket) removeLeftovers() error {
	dir, err := b.root.Open(tmpDir)
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }()
	entries, err := dir.ReadDir(-1)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Type().IsRegular() && strings.HasPrefix(e.Name(), tempPrefix) {
			b.removeLeftover(path.Join(tmpDir, e.Name()))
		}
	}
	return nil
}

// removeLeftover leaves what it cannot remove: it takes up room, and harms nobody.
func (b *Bucket) removeLeftover(name string) {
	file, err := b.root.Open(name)
	if err != nil {
		return
	}
	unused := tryLock(file)
	_ = file.Close()
	if unused {
		_ = b.root.Remove(name)
	}
}

// probe does once what every upload needs: create, link, remove.
func (b *Bucket) probe() error {
	tmp, err := b.createTemp()
	if err != nil {
		return err
	}
	defer tmp.discard()
	link := tmp.name + "-link"
	if err := b.root.Link(tmp.name, link); err != nil {
		return err
	}
	return b.root.Remove(link)
}
