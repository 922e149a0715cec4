package download

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
)

// foreign is the error of contents that are not those of the file. The part is
// empty when it is returned.
type foreign struct{ error }

// part is a file of which the first bytes are here. The sum is computed as they
// come.
type part struct {
	file     File
	out      *os.File
	sum      hash.Hash
	size     int64 // bytes that are here
	total    int64 // bytes of the whole file, as known or as the source says; 0: not known
	verified bool
	progress func(done, total int64)
}

// openPart goes on with the part at path, or starts one.
func openPart(path string, f File, progress func(done, total int64)) (*part, error) {
	out, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644) //nolint:gosec // the caller says where; what is fetched is no secret
	if err != nil {
		return nil, err
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	p := &part{file: f, out: out, sum: sha256.New(), total: f.Bytes, progress: progress}
	p.size, err = io.Copy(p.sum, out)
	if err == nil && p.size > f.limit() {
		err = p.restart()
	}
	if err != nil {
		return nil, errors.Join(err, out.Close())
	}
	return p, nil
}

// restart drops what has come so far.
func (p *part) restart() error {
	p.sum.Reset()
	p.size = 0
	if err := p.out.Truncate(0); err != nil {
		return err
	}
	_, err := p.out.Seek(0, io.SeekStart)
	return err
}

// complete reports whether as many bytes are here as the file has.
func (p *part) complete() bool { return p.file.Bytes > 0 && p.size == p.file.Bytes }

// expect refuses a source that has said that its file has total bytes, if that
// cannot be.
func (p *part) expect(total int64) error {
	switch {
	case p.file.Bytes > 0 && total != p.file.Bytes:
		return fmt.Errorf("this is another file: it has %d bytes, and it must have %d", total, p.file.Bytes)
	case total > p.file.limit():
		return fmt.Errorf("%d bytes are too many; at most %d are fetched", total, p.file.limit())
	}
	p.total = total
	return nil
}

// Write appends b. More bytes than the file has are an error as soon as they come.
func (p *part) Write(b []byte) (int, error) {
	limit := p.file.limit()
	if p.total > 0 {
		limit = min(limit, p.total)
	}
	if p.size+int64(len(b)) > limit {
		if err := p.restart(); err != nil {
			return 0, err
		}
		return 0, &foreign{fmt.Errorf("this is another file: it has more than %d bytes", limit)}
	}
	n, err := p.out.Write(b)
	_, _ = p.sum.Write(b[:n]) // never fails
	p.size += int64(n)
	p.progress(p.size, p.total)
	return n, err
}

// verify tells whether the whole file is here and is the right one. If it is
// not, the part is empty thereafter.
func (p *part) verify() error {
	if p.file.Bytes > 0 && p.size < p.file.Bytes {
		return fmt.Errorf("it ended after %d of %d bytes: %w", p.size, p.file.Bytes, io.ErrUnexpectedEOF)
	}
	if sum := hex.EncodeToString(p.sum.Sum(nil)); !p.file.is(sum) {
		return errors.Join(p.restart(), &foreign{p.file.wrongSum(sum)})
	}
	p.verified = true
	return nil
}

// end gives a verified part its name, leaves an unfinished one where it is, and
// removes an empty one.
func (p *part) end(dest string) error {
	var err error
	if p.verified {
		err = p.out.Sync()
	}
	if err = errors.Join(err, p.out.Close()); err != nil {
		return err
	}
	switch {
	case p.verified:
		return os.Rename(p.out.Name(), dest)
	case p.size == 0:
		return os.Remove(p.out.Name())
	default:
		return nil
	}
}

// sumFile is the sum, in hex, and the size of the file at path.
func sumFile(path string) (string, int64, error) {
	f, err := os.Open(path) //nolint:gosec // the caller says where
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = f.Close() }() // it was only read
	h := sha256.New()
	n, err := io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), n, err
}
