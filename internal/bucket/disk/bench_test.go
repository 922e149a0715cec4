package disk_test

import (
	"bytes"
	"fmt"
	"net/url"
	"testing"

	"blobsight/internal/bucket/disk"
)

// BenchmarkOpen opens a folder that has been used before, as each start of the server does.
func BenchmarkOpen(b *testing.B) {
	dir, cfg := b.TempDir(), disk.Config{PublicURL: &url.URL{Scheme: "http", Host: "host"}, Secret: secret}
	for b.Loop() {
		bucket, err := disk.Open(dir, cfg)
		if err != nil {
			b.Fatal(err)
		}
		if err := bucket.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPut keeps images of a camera's size, written through to the disk.
func BenchmarkPut(b *testing.B) {
	bucket, err := disk.Open(b.TempDir(), disk.Config{PublicURL: &url.URL{Scheme: "http", Host: "host"}, Secret: secret})
	if err != nil {
		b.Fatal(err)
	}
	defer bucket.Close()
	body := make([]byte, 2<<20)
	b.SetBytes(int64(len(body)))
	for i := 0; b.Loop(); i++ {
		if _, err := bucket.Put(b.Context(), fmt.Sprint(i), bytes.NewReader(body), int64(len(body))); err != nil {
			b.Fatal(err)
		}
	}
}
