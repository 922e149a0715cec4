package rekognition

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"blobsight"
)

// maxBytes is the largest picture that can be sent with a request.
const maxBytes = 5 << 20

// read gives the bytes of a picture that is sent along, and describes it in image.
func read(ctx context.Context, p blobsight.Picture, image *blobsight.Image) ([]byte, error) {
	in, err := p.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	data, err := io.ReadAll(io.LimitReader(in, maxBytes+1))
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	image.Format = sniff(data)
	if len(data) > maxBytes {
		return nil, blobsight.BadImage(blobsight.CodeImageTooLarge, "Amazon Rekognition takes at most %d bytes with a request; upload the picture to a blob's link instead", maxBytes)
	}
	sum := sha256.Sum256(data)
	image.Bytes, image.SHA256 = int64(len(data)), hex.EncodeToString(sum[:])
	if len(data) == 0 {
		return nil, errEmpty()
	}
	return data, nil
}

// inMemory is a picture whose bytes have been read.
func inMemory(data []byte) blobsight.Picture {
	return blobsight.Picture{Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

func errEmpty() error {
	return blobsight.BadImage(blobsight.CodeInvalidImage, "the picture has no bytes")
}
