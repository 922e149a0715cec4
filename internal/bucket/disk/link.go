package disk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"blobsight"
)

// The parameters of an upload link.
const (
	paramExpires   = "expires"   // seconds since 1970, UTC
	paramSignature = "signature" // base64url HMAC-SHA256
)

// UploadURL makes a link for one PUT under key. It holds until expires, rounded
// up to whole seconds.
func (b *Bucket) UploadURL(_ context.Context, key string, expires time.Time) (string, error) {
	if _, err := b.objectPath(key); err != nil {
		return "", err
	}
	seconds := expires.Unix()
	if expires.Nanosecond() > 0 {
		seconds++
	}
	text := strconv.FormatInt(seconds, 10)
	link := b.cfg.PublicURL.JoinPath("uploads", key)
	link.RawQuery = url.Values{paramExpires: {text}, paramSignature: {b.sign(key, text)}}.Encode()
	return link.String(), nil
}

// VerifyUpload checks the query of a link for key. The signature comes first:
// only the holder of a true link is told that it has expired. Parameters that
// are missing, doubled or not ours make a link invalid.
func (b *Bucket) VerifyUpload(key string, query url.Values, now time.Time) error {
	if len(query) != 2 || len(query[paramExpires]) != 1 || len(query[paramSignature]) != 1 {
		return blobsight.ErrBadSignature.With("use the whole upload_url as it was given, with all that follows the question mark")
	}
	expires := query.Get(paramExpires)
	// The texts are compared, not the bytes they stand for, because base64 has
	// several spellings of the same bytes.
	if !hmac.Equal([]byte(query.Get(paramSignature)), []byte(b.sign(key, expires))) {
		return blobsight.ErrBadSignature.With("the link was altered, or made by another server; use the upload_url as it was given")
	}
	seconds, err := strconv.ParseInt(expires, 10, 64)
	if err != nil { // we have signed it, so it was a number
		return fmt.Errorf("expiry of an upload link: %w", err)
	}
	if end := time.Unix(seconds, 0); now.After(end) {
		return blobsight.ErrUploadExpired.With("it was valid until %s; create a new blob", end.UTC().Format(time.RFC3339))
	}
	return nil
}

// sign covers the method, so that a link for uploading can never be made to
// serve for anything else. No part can contain the line break that separates it.
func (b *Bucket) sign(key, expires string) string {
	m := hmac.New(sha256.New, b.cfg.Secret)
	m.Write([]byte(http.MethodPut + "\n" + key + "\n" + expires))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}
