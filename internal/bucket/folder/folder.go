// Package folder reads objects from a folder that holds a folder for each bucket,
// as a stand-in for S3 on a machine of one's own.
//
//	DIR/<bucket>/<name>   an object; its name may lead through further folders
//
// # What it needs
//
// The right to read. It writes nothing, and files may come, change and go while it
// is open; one that is written in place can be read half.
//
// # Limits
//
// Names are spelled as S3 spells them, with slashes on every system. A name is not
// found that no file can have: one that starts or ends with a slash, has an empty
// part, "." or "..", and on Windows one with a backslash or a colon. Nothing leads
// out of the folder, symbolic links neither; those that stay inside are followed.
// Only regular files are read. Where the file system takes "A" and "a" for the same,
// so does this package. There are no versions.
package folder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"syscall"

	"blobsight"
)

// maxName is how many bytes S3 takes as the name of an object.
const maxName = 1024

// Source reads objects. Its methods may be called by many goroutines at once.
type Source struct {
	root   *os.Root
	bucket *regexp.Regexp
}

// Open opens the folder, which must exist. Close the Source after use.
func Open(dir string) (*Source, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("folder of buckets: %w", err)
	}
	return &Source{root: root, bucket: regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z._-]{0,254}$`)}, nil
}

// Close gives the folder back. Objects that were opened can still be read.
func (s *Source) Close() error { return s.root.Close() }

// Open reads the object of that name in a bucket. What is not there, or may not be
// read, is [blobsight.ErrObjectNotFound], and so is anything with a version. The
// caller closes the reader.
func (s *Source) Open(ctx context.Context, bucket, name, version string) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if version != "" {
		return nil, blobsight.ErrObjectNotFound.With("objects in a folder have no versions; leave Version out")
	}
	path, ok := s.path(bucket, name)
	if !ok {
		return nil, missing(bucket, name, errors.New("no file can have that name"))
	}
	file, err := s.open(path)
	if err == nil {
		return file, nil
	}
	if absent(err) {
		return nil, missing(bucket, name, err)
	}
	return nil, fmt.Errorf("read object %.200q of bucket %s: %w", name, bucket, err)
}

// path is where an object lies below the folder, in the way of this system.
func (s *Source) path(bucket, name string) (string, bool) {
	if !s.bucket.MatchString(bucket) || name == "." || len(name) > maxName {
		return "", false
	}
	local, err := filepath.Localize(bucket + "/" + name)
	return local, err == nil
}

// errIrregular is the error of what is no regular file.
var errIrregular = errors.New("it is no regular file")

// open opens a regular file. It looks before, as opening a pipe would wait for
// someone who writes into it, and after, as that look may be out of date.
func (s *Source) open(path string) (*os.File, error) {
	info, err := s.root.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errIrregular
	}
	file, err := s.root.Open(path)
	if err != nil {
		return nil, err
	}
	if info, err = file.Stat(); err == nil && !info.Mode().IsRegular() {
		err = errIrregular
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// absent says whether an error means that there is nothing to read under a name,
// rather than trouble with the disk. That of a path that leads out of the folder
// comes from no system call, so it has no number.
func absent(err error) bool {
	var number syscall.Errno
	if !errors.As(err, &number) {
		return !errors.Is(err, fs.ErrClosed)
	}
	switch number {
	case syscall.ENOTDIR, syscall.ELOOP, syscall.ENAMETOOLONG:
		return true
	default:
		return errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission)
	}
}

func missing(bucket, name string, cause error) error {
	err := blobsight.ErrObjectNotFound.With("bucket %.80q has no object %.200q that can be read", bucket, name)
	err.Err = cause
	return err
}
