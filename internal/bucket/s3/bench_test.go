package s3_test

import (
	"testing"
	"time"

	"blobsight/internal/bucket/s3"
)

func BenchmarkNew(b *testing.B) {
	cfg := offlineConfig()
	for b.Loop() {
		if _, err := s3.New(cfg); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUploadURL(b *testing.B) {
	bucket, err := s3.New(offlineConfig())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := bucket.UploadURL(b.Context(), "key", noon.Add(time.Hour)); err != nil {
			b.Fatal(err)
		}
	}
}
