// Package disk keeps images as files in one folder and receives uploads itself:
// its links lead to this server and carry a signature.
//
// # What it needs
//
// A folder on one local file system that has hard links (any usual one of
// Linux, macOS and Windows; not FAT), and write access to it. [Open] tries that
// out, so a folder that cannot be used is found at start and not by the first
// upload. The secret that signs the links must stay the same, or links that were
// given out become invalid.
//
// # What it leaves behind
//
//	objects/3f/<key>   an image; 3f is the start of a hash of the key
//	tmp/upload-…       an upload that is being received
//
// Folders get mode 0700, files 0600. An image is received under a name in tmp,
// written through to the disk, and then linked to its place, which fails if
// there is one already: so nobody ever sees half an image, and of several
// uploads to one key exactly one wins. What a crash leaves in tmp is removed by
// the next Open.
//
// # Limits
//
// The folder belongs to one server. A second process may open it, for example
// a command beside the running server: uploads under way hold a lock and are
// spared by its Open, where the system has such locks (Linux, macOS, BSD). Images
// are not encrypted, and nothing bounds their total size. On systems other than
// Linux, macOS and BSD folders are not written through, so a power cut may lose
// the latest images.
package disk

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path"
	"regexp"

	"blobsight"
)

const (
	objectsDir = "objects"
	tmpDir     = "tmp"
	dirMode    = 0o700
	fileMode   = 0o600
	// minSecret is the length in bytes that makes guessing the secret hopeless.
	minSecret = 32
)

// Config says where links lead and what signs them. Both are required.
type Config struct {
	// PublicURL is where clients reach this server, such as https://host/base.
	// Links lead to <PublicURL>/uploads/<key>.
	PublicURL *url.URL
	// Secret signs links: 32 random bytes or more.
	Secret []byte
}

// Bucket keeps images in a folder. It implements [blobsight.Bucket] and
// [blobsight.UploadReceiver].
type Bucket struct {
	cfg  Config
	root *os.Root
	key  *regexp.Regexp

	folders folders
}

var (
	_ blobsight.Bucket         = (*Bucket)(nil)
	_ blobsight.UploadReceiver = (*Bucket)(nil)
)

// Open makes the folder if it is missing, tries whether it can be used, and
// removes what interrupted uploads left behind. Close the Bucket after use.
func Open(dir string, cfg Config) (*Bucket, error) {
	if cfg.PublicURL == nil || cfg.PublicURL.Host == "" {
		return nil, errors.New("image folder: PublicURL needs a scheme and a host, such as http://127.0.0.1:8080")
	}
	if len(cfg.Secret) < minSecret {
		return nil, fmt.Errorf("image folder: Secret has %d bytes, at least %d are needed", len(cfg.Secret), minSecret)
	}
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return nil, unusable(dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, unusable(dir, err)
	}
	b := &Bucket{cfg: cfg, root: root, key: regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z._-]{0,127}$`)}
	b.folders.kept = map[string]bool{}
	for _, step := range []func() error{b.makeDirs, b.probe, b.removeLeftovers} {
		if err := step(); err != nil {
			_ = root.Close()
			return nil, unusable(dir, err)
		}
	}
	return b, nil
}

// Close gives the folder back. Images that were opened can still be read.
func (b *Bucket) Close() error { return b.root.Close() }

func unusable(dir string, err error) error {
	return fmt.Errorf("image folder %s cannot be used: %w; let the server's user write there, or choose another folder", dir, err)
}

// objectPath is where the image of a key lies. Keys that could be anything
// else than a plain file name are refused: they start with a letter or a digit
// and go on with these, dots, dashes and underscores, up to 128 characters.
func (b *Bucket) objectPath(key string) (string, error) {
	if !b.key.MatchString(key) {
		return "", fmt.Errorf("image key %.40q is not valid", key)
	}
	sum := sha256.Sum256([]byte(key))
	return path.Join(objectsDir, hex.EncodeToString(sum[:1]), key), nil
}
