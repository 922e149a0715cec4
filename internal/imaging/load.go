package imaging

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
)

// Load reads the bytes of one file, at most limits.MaxBytes of them, counts
// and hashes them. The Picture is never nil. A file with more bytes is
// image_too_large, and its size and hash stay unknown: the rest is not read.
func Load(r io.Reader, limits Limits) (*Picture, error) {
	p := &Picture{Orientation: Upright, limits: limits}
	data, err := io.ReadAll(io.LimitReader(r, limits.MaxBytes+1))
	if err != nil {
		return p, fmt.Errorf("read the picture: %w", err)
	}
	if int64(len(data)) > limits.MaxBytes {
		p.Format, _ = formatOf(data)
		return p, tooLarge("the file has more than %d bytes, which is the limit", limits.MaxBytes)
	}
	sum := sha256.Sum256(data)
	p.data, p.Bytes, p.SHA256 = data, int64(len(data)), hex.EncodeToString(sum[:])
	return p, nil
}
