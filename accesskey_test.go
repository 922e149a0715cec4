package blobsight_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"blobsight"
)

func TestAccessKey(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	loopback, exposed := &blobsight.Keys{Store: f.store, Open: true}, &blobsight.Keys{Store: f.store}
	both := []*blobsight.Keys{loopback, exposed}
	refused := func(when, id, detail string) {
		t.Helper()
		for _, keys := range both {
			var e *blobsight.Error
			found, err := keys.AccessKey(t.Context(), id)
			if found != nil || !errors.As(err, &e) || !errors.Is(e, blobsight.ErrUnauthorized) || !strings.Contains(e.Detail, detail) {
				t.Errorf("%s: AccessKey(%q) = %+v, %v", when, id, found, err)
			}
		}
	}
	required := func(when string, want ...bool) {
		t.Helper()
		for i, keys := range both {
			if got, err := keys.Required(t.Context()); err != nil || got != want[i] {
				t.Errorf("%s: Required() = %v, %v with Open %v", when, got, err, keys.Open)
			}
		}
	}

	required("no keys", false, true)
	refused("no keys", "", "no API key is in use")

	key, token := blobsight.NewKey("ci", now)
	if err := f.store.CreateKey(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	required("one key", true, true)
	sum := sha256.Sum256([]byte(token))
	for id, secret := range map[string]string{token: token, key.ID: hex.EncodeToString(sum[:])} {
		for _, keys := range both {
			found, err := keys.AccessKey(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&blobsight.AccessKey{KeyID: key.ID, Secret: secret}, found); diff != "" {
				t.Errorf("of %q (-want +got):\n%s", id, diff)
			}
		}
	}
	for _, id := range []string{"", key.ID[:11], key.ID + "x", token + "x", key.Hash, "AKIDEXAMPLE"} {
		refused("one key", id, "blobsight keys aws")
	}

	if err := f.store.RevokeKey(t.Context(), key.ID, now); err != nil {
		t.Fatal(err)
	}
	required("revoked", true, true)
	refused("revoked", key.ID, "no API key is in use")
	refused("revoked", token, "no API key is in use")

	other, _ := blobsight.NewKey("other", now)
	if err := f.store.CreateKey(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	refused("revoked, another in use", key.ID, "or the key is revoked")
	refused("revoked, another in use", token, "or the key is revoked")
}

func TestNewAccessKey(t *testing.T) {
	t.Parallel()
	key, token := blobsight.NewKey("ci", time.Now())
	got, err := blobsight.NewAccessKey(token)
	if err != nil || got.KeyID != key.ID || got.Secret != key.Hash {
		t.Errorf("got %+v, %v of %+v", got, err, key)
	}
	for _, token := range []string{"", key.ID, key.Hash, token + "x", token[1:], strings.ToUpper(token), token + "\n"} {
		if got, err := blobsight.NewAccessKey(token); err == nil || token != "" && strings.Contains(err.Error(), token) {
			t.Errorf("NewAccessKey(%q) = %+v, %v", token, got, err)
		}
	}
}
