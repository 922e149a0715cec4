package disk_test

import (
	"errors"
	"net/url"
	"testing"
	"time"

	"blobsight"
	"blobsight/internal/bucket/disk"
)

func TestUploadURLKnownAnswer(t *testing.T) {
	t.Parallel()
	b := open(t, t.TempDir(), "https://host/base/")
	link, err := b.UploadURL(t.Context(), "key", time.Unix(1700000000, 1))
	if err != nil {
		t.Fatal(err)
	}
	// printf 'PUT\nkey\n1700000001' | openssl dgst -sha256 -hmac ssssssssssssssssssssssssssssssss -binary | basenc --base64url
	const want = "https://host/base/uploads/key?expires=1700000001&signature=m08Qk_DoJIzFe7hk_6TFy55zyWqFc4ck1gW292Tpo1g"
	if link != want {
		t.Errorf("link = %s, want %s", link, want)
	}
}

func TestLinkOfAnotherSecret(t *testing.T) {
	t.Parallel()
	u := &url.URL{Scheme: "http", Host: "host"}
	other, err := disk.Open(t.TempDir(), disk.Config{PublicURL: u, Secret: append([]byte("x"), secret...)})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	query := signedQuery(t, other, "key", time.Unix(1700000000, 0))
	err = open(t, t.TempDir(), "http://host").VerifyUpload("key", query, time.Unix(1600000000, 0))
	if !errors.Is(err, blobsight.ErrBadSignature) {
		t.Errorf("%v, want ErrBadSignature", err)
	}
}

func TestVerifyRefusesUnknownParameters(t *testing.T) {
	t.Parallel()
	b := open(t, t.TempDir(), "http://host")
	query := signedQuery(t, b, "key", time.Unix(1700000000, 0))
	query.Set("versionId", "1")
	if err := b.VerifyUpload("key", query, time.Unix(1600000000, 0)); !errors.Is(err, blobsight.ErrBadSignature) {
		t.Errorf("%v, want ErrBadSignature", err)
	}
}

func signedQuery(t testing.TB, b *disk.Bucket, key string, expires time.Time) url.Values {
	t.Helper()
	link, err := b.UploadURL(t.Context(), key, expires)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}

// FuzzVerifyUpload: no query but the signed one is ever accepted, whatever its
// spelling, and every refusal is one that the client may see.
func FuzzVerifyUpload(f *testing.F) {
	b, err := disk.Open(f.TempDir(), disk.Config{PublicURL: &url.URL{Scheme: "http", Host: "host"}, Secret: secret})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = b.Close() })
	end := time.Unix(1700000000, 0)
	good := signedQuery(f, b, "key", end)
	f.Add("key", good.Encode())
	f.Add("kez", good.Encode())
	f.Add("key", "signature="+good.Get("signature")+"&expires=%31700000000")
	f.Add("key", good.Encode()+"&expires=1700000001")
	f.Add("key", good.Encode()+"&")
	f.Add("key", "expires=99999999999999999999&signature=x")
	f.Add("", "")
	f.Fuzz(func(t *testing.T, key, raw string) {
		query, _ := url.ParseQuery(raw) // as net/http does: what can be read counts
		err := b.VerifyUpload(key, query, end)
		isGood := key == "key" && query.Encode() == good.Encode()
		if isGood != (err == nil) {
			t.Errorf("key %q, query %q: %v", key, raw, err)
		}
		if err != nil && !errors.Is(err, blobsight.ErrBadSignature) {
			t.Errorf("key %q, query %q: %v, want ErrBadSignature", key, raw, err)
		}
	})
}
