package disk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"

	"blobsight"
)

// Put receives an image. See [blobsight.UploadReceiver]. An error of r, and the
// end of ctx, are wrapped and can be found with [errors.Is]. It needs the
// memory of a copy buffer, whatever the size of the image.
func (b *Bucket) Put(ctx context.Context, key string, r io.Reader, limit int64) (int64, error) {
	target, err := b.objectPath(key)
	if err != nil {
		return 0, err
	}
	// Spares receiving what will be refused. Whether the key is free is decided by publish.
	if _, err := b.Stat(ctx, key); err == nil {
		return 0, b.taken(key, target)
	}
	tmp, err := b.createTemp()
	if err != nil {
		return 0, fmt.Errorf("receive image %s: %w", key, err)
	}
	defer tmp.discard()

	size, err := receive(ctx, tmp, r, limit)
	if err != nil {
		return 0, fmt.Errorf("receive image %s: %w", key, err)
	}
	if size > limit {
		return 0, blobsight.ErrUploadTooLarge.With("more than %d bytes were sent", limit)
	}
	err = b.publish(tmp, target)
	if errors.Is(err, fs.ErrExist) {
		return 0, b.taken(key, target)
	}
	if err != nil {
		return 0, fmt.Errorf("keep image %s: %w", key, err)
	}
	return size, nil
}

// taken is the error of a key that has an image already. The caller may go on
// with that one, so it is made durable here too: whoever put it may have been
// stopped, or not have come so far yet.
func (b *Bucket) taken(key, target string) error {
	if err := b.syncDir(path.Dir(target)); err != nil {
		return fmt.Errorf("keep image %s: %w", key, err)
	}
	return blobsight.ErrObjectExists
}

// receive copies at most limit+1 bytes: one more than allowed shows that there
// are too many.
func receive(ctx context.Context, w io.Writer, r io.Reader, limit int64) (int64, error) {
	most := max(limit, 0)
	if most < math.MaxInt64 {
		most++
	}
	size, err := io.Copy(w, io.LimitReader(&contextReader{ctx: ctx, r: r}, most))
	if err == nil {
		err = ctx.Err()
	}
	return size, err
}

// publish gives a received image its place, for good: after a power cut it is
// either there in full or not at all. Somebody else's image is not replaced
// ([fs.ErrExist]).
func (b *Bucket) publish(tmp *tempFile, target string) error {
	if err := tmp.file.Sync(); err != nil {
		return err
	}
	if err := b.makeDir(path.Dir(target)); err != nil {
		return err
	}
	if err := b.root.Link(tmp.name, target); err != nil {
		return err
	}
	if err := b.syncDir(path.Dir(target)); err != nil {
		// Not known to be durable, so it must not count.
		return errors.Join(err, b.root.Remove(target))
	}
	return nil
}

// contextReader ends when its context does.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
