//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package disk

import (
	"errors"
	"os"
	"syscall"
)

// tryLock takes the lock of an open file and reports whether nobody else holds
// it. The lock ends when the file is closed, at the latest with the process. On
// a file system without locks every file counts as unused.
func tryLock(f *os.File) bool {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	return !errors.Is(err, syscall.EWOULDBLOCK)
}

// syncDir writes the names in a folder through to the disk.
func (b *Bucket) syncDir(name string) error {
	dir, err := b.root.Open(name)
	if err != nil {
		return err
	}
	err = dir.Sync()
	return errors.Join(err, dir.Close())
}
