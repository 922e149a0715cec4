package s3_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"blobsight"
	"blobsight/internal/bucket/s3"
)

// TestKeyEncoding: each key is an object of exactly that name, for links as for
// requests.
func TestKeyEncoding(t *testing.T) {
	t.Parallel()
	prefix := newKey() + "/a b+c/"
	b := open(t, func(c *s3.Config) { c.Prefix = prefix })
	for _, key := range []string{
		"plain", "with space", "a+b", "100%", "%2F", "50%25", "a=b&c=d", "what?", "part#1", "semi;colon", "a,b:c@d$e!f'g(h)i*j",
		"ünï-çødé", "猫", "🐈", "sub/folder/key", "x-id", "back\\slash", `"quoted"`, "tilde~", "<tag>", "a...b",
	} {
		upload := link(t, b, key, halfAnHour())
		if status, answer := send(t, "PUT", upload, []byte(key)); status != 200 {
			t.Errorf("%s: status %d: %s", key, status, answer)
			continue
		}
		if got := read(t, b, key); string(got) != key {
			t.Errorf("%s: the image is %q", key, got)
		}
		name := b.Object(key)
		list, err := raw().ListObjectsV2(t.Context(), &awss3.ListObjectsV2Input{Bucket: new(config().Bucket), Prefix: &name})
		if err != nil || len(list.Contents) != 1 || *list.Contents[0].Key != prefix+key {
			t.Errorf("%s: objects %v, %v", key, list, err)
		}
		if got, ok := b.Key(name); !ok || got != key {
			t.Errorf("%s: object %s has key %q, %v", key, name, got, ok)
		}
		if err := b.Delete(t.Context(), key); err != nil {
			t.Errorf("%s: %v", key, err)
		}
		if _, err := b.Stat(t.Context(), key); !errors.Is(err, blobsight.ErrObjectNotFound) {
			t.Errorf("%s: after the deletion: %v", key, err)
		}
	}
}

func TestBadKeys(t *testing.T) {
	t.Parallel()
	b := offline(t, func(c *s3.Config) { c.Prefix = "images/" })
	for _, key := range []string{"", ".", "..", "../other", "a/../../b", "a//b", "/a", "a/", "\xff", strings.Repeat("k", 1018)} {
		if link, err := b.UploadURL(t.Context(), key, noon.Add(time.Hour)); err == nil {
			t.Errorf("%.20q: link %s", key, link)
		}
		if _, err := b.Stat(t.Context(), key); !errors.Is(err, blobsight.ErrObjectNotFound) {
			t.Errorf("stat %.20q: %v, want ErrObjectNotFound", key, err)
		}
		if _, err := b.Open(t.Context(), key); !errors.Is(err, blobsight.ErrObjectNotFound) {
			t.Errorf("open %.20q: %v, want ErrObjectNotFound", key, err)
		}
		if err := b.Delete(t.Context(), key); err == nil {
			t.Errorf("delete %.20q: no error", key)
		}
	}
	for _, object := range []string{"", "images/", "images", "other/key", "Images/key", "images/../key"} {
		if key, ok := b.Key(object); ok {
			t.Errorf("object %q has key %q", object, key)
		}
	}
	if key, ok := b.Key("images/" + strings.Repeat("k", 1017)); !ok || len(key) != 1017 {
		t.Errorf("the longest key: %v", ok)
	}
}
