package rekapi_test

import (
	"bytes"
	"net/url"
	"testing"

	"blobsight/internal/bucket/disk"
	"blobsight/internal/rekapi"
	"blobsight/internal/rekapi/objectstest"
)

func TestOwn(t *testing.T) {
	t.Parallel()
	objectstest.Run(t, func(t *testing.T) objectstest.Harness {
		images, err := disk.Open(t.TempDir(), disk.Config{
			PublicURL: &url.URL{Scheme: "http", Host: "host"}, Secret: bytes.Repeat([]byte("s"), 32),
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = images.Close() })
		return objectstest.Harness{
			Objects: rekapi.Own{Images: images}, Bucket: rekapi.OwnBucket, Flat: true,
			Put: func(t *testing.T, name string, body []byte) {
				if _, err := images.Put(t.Context(), name, bytes.NewReader(body), int64(len(body))); err != nil {
					t.Fatal(err)
				}
			},
		}
	})
}
