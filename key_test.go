package blobsight_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"blobsight"
)

func TestKeys(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	now := time.Date(2026, 1, 2, 3, 4, 5, 678_900_000, time.UTC)
	loopback := &blobsight.Keys{Store: f.store, Open: true}
	exposed := &blobsight.Keys{Store: f.store}

	check := func(when string, keys *blobsight.Keys, token string, ok bool) (keyID string) {
		t.Helper()
		id, err := keys.Authenticate(t.Context(), token)
		if ok != (err == nil) || !ok && !errors.Is(err, blobsight.ErrUnauthorized) {
			t.Errorf("%s: Authenticate(%q) = %v", when, token, err)
		}
		return id
	}
	if id := check("no keys, open", loopback, "", true); id != "" {
		t.Errorf("without a key its id is %q", id)
	}
	check("no keys, closed", exposed, "", false)
	check("no keys, closed", exposed, "bsk_anything", false)

	key, token := blobsight.NewKey("ci", now)
	if strings.Contains(key.Hash, token) || !strings.HasPrefix(token, key.ID) || len(token) < 30 {
		t.Fatalf("key %+v of token %q", key, token)
	}
	if err := f.store.CreateKey(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	for _, keys := range []*blobsight.Keys{loopback, exposed} {
		check("one key", keys, "", false)
		check("one key", keys, key.ID, false)
		check("one key", keys, key.Hash, false)
		check("one key", keys, token+"x", false)
		if id := check("one key", keys, token, true); id != key.ID {
			t.Errorf("the id of the key is %q, want %q", id, key.ID)
		}
	}
	if err := f.store.RevokeKey(t.Context(), key.ID, now); err != nil {
		t.Fatal(err)
	}
	check("revoked", exposed, token, false)
	check("revoked", exposed, "", false)
	check("revoked", loopback, "", false)
}
