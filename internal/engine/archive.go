package engine

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

// Bounds for archives, in bytes, so that a hostile one does not fill the disk.
const (
	maxLibrary = 1 << 30
	maxArchive = 8 << 30
)

// extract writes the library that the file at from is or holds to dest, and
// nothing else of it.
func extract(ctx context.Context, from, dest string, p platform) (*Library, error) {
	f, err := os.Open(from) //nolint:gosec // the operator says where
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	x := &extraction{ctx: ctx, dest: dest, platform: p}
	var magic [4]byte
	_, _ = io.ReadFull(f, magic[:]) // a short file is none of these
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	switch {
	case isLibrary(magic[:]):
		err = x.take(from, f)
	case magic[0] == 0x1f && magic[1] == 0x8b:
		err = x.fromTar(f)
	case string(magic[:]) == "PK\x03\x04":
		err = x.fromZip(f)
	default:
		err = errors.New("it is neither a .tgz, .zip or .whl archive nor a shared library")
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", from, err)
	case x.library == nil && len(x.unfit) == 0:
		return nil, fmt.Errorf("%s: the archive holds no %s", from, p.libraryName())
	case x.library == nil:
		return nil, errors.Join(x.unfit...)
	}
	return x.library, nil
}

// extraction looks for the library among the files of an archive.
type extraction struct {
	ctx      context.Context
	dest     string
	platform platform
	library  *Library // once it was found
	unfit    []error  // why other files of that name are not it
}

// fromTar goes through a compressed tar archive. Links are passed over: what
// they lead to is in the archive as well.
func (x *extraction) fromTar(r io.Reader) error {
	z, err := gzip.NewReader(r)
	if err != nil {
		return err
	}
	all := &io.LimitedReader{R: contextReader{x.ctx, z}, N: maxArchive}
	t := tar.NewReader(all)
	for x.library == nil {
		h, err := t.Next()
		if errors.Is(err, io.EOF) && all.N > 0 {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read archive: %w", err)
		}
		if h.Typeflag != tar.TypeReg || !x.wants(h.Name) {
			continue
		}
		if err := x.take(h.Name, t); err != nil {
			return err
		}
	}
	return nil
}

// fromZip goes through a zip archive, which a wheel is, too.
func (x *extraction) fromZip(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	z, err := zip.NewReader(f, info.Size())
	if err != nil {
		return fmt.Errorf("read archive: %w", err)
	}
	for _, member := range z.File {
		if x.library != nil || !member.Mode().IsRegular() || !x.wants(member.Name) {
			continue
		}
		r, err := member.Open()
		if err != nil {
			return fmt.Errorf("read archive: %w", err)
		}
		err = errors.Join(x.take(member.Name, r), r.Close())
		if err != nil {
			return err
		}
	}
	return nil
}

// wants reports whether a file of the archive has the library's name. Where the
// archive would put it does not matter: it is written to dest.
func (x *extraction) wants(name string) bool {
	return x.platform.libraryPattern().MatchString(path.Base(strings.ReplaceAll(name, `\`, "/")))
}

// take writes one file to dest and keeps it if it is the library. The error is
// one of reading and writing.
func (x *extraction) take(name string, r io.Reader) error {
	if err := write(x.ctx, x.dest, r); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	lib, err := inspect(x.dest, x.platform)
	if err != nil {
		x.unfit = append(x.unfit, errors.New(strings.ReplaceAll(err.Error(), x.dest, name)))
		return os.Remove(x.dest)
	}
	x.library = lib
	return nil
}

// write copies r to the file at dest, to the disk.
func write(ctx context.Context, dest string, r io.Reader) (err error) {
	f, err := os.OpenFile(dest, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o700) //nolint:gosec // in a new folder of our own
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	n, err := io.Copy(f, io.LimitReader(contextReader{ctx, r}, maxLibrary+1))
	switch {
	case err != nil:
		return err
	case n > maxLibrary:
		return fmt.Errorf("it has more than %d bytes: %w", maxLibrary, fs.ErrInvalid)
	}
	return f.Sync()
}

// contextReader ends with its context.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}
