package disk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"blobsight"
)

// Stat gives the size of an image. A key that is not valid is a missing one.
func (b *Bucket) Stat(_ context.Context, key string) (int64, error) {
	name, err := b.objectPath(key)
	if err != nil {
		return 0, blobsight.ErrObjectNotFound
	}
	info, err := b.root.Stat(name)
	if err != nil {
		return 0, lookError(key, err)
	}
	return info.Size(), nil
}

// Open reads an image. A key that is not valid is a missing one. An image that
// is removed meanwhile can be read to its end.
func (b *Bucket) Open(_ context.Context, key string) (io.ReadCloser, error) {
	name, err := b.objectPath(key)
	if err != nil {
		return nil, blobsight.ErrObjectNotFound
	}
	file, err := b.root.Open(name)
	if err != nil {
		return nil, lookError(key, err)
	}
	return file, nil
}

// Delete removes an image, and writes through that it is gone.
func (b *Bucket) Delete(_ context.Context, key string) error {
	name, err := b.objectPath(key)
	if err != nil {
		return err
	}
	err = b.root.Remove(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = b.syncDir(path.Dir(name))
	}
	if err != nil {
		return fmt.Errorf("delete image %s: %w", key, err)
	}
	return nil
}

func lookError(key string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return blobsight.ErrObjectNotFound
	}
	return fmt.Errorf("read image %s: %w", key, err)
}
