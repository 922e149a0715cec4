package blobsight_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"blobsight"
)

// signing gives the ids of the secrets that sign for a key.
func signing(t *testing.T, s *blobsight.Secrets, keyID string) []string {
	t.Helper()
	secrets, err := s.Signing(t.Context(), keyID)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, secret := range secrets {
		ids = append(ids, secret.ID)
	}
	return ids
}

func rotate(t *testing.T, s *blobsight.Secrets, keyID string, grace time.Duration) string {
	t.Helper()
	secret, err := s.Rotate(t.Context(), keyID, grace)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(secret.Value, "whsec_") || !strings.HasPrefix(secret.ID, "whs_") || strings.Contains(secret.Value, secret.ID[4:]) {
		t.Errorf("secret is %+v", secret)
	}
	return secret.ID
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	s := &blobsight.Secrets{Store: f.store, Now: f.clock}
	_, err := s.Signing(t.Context(), "")
	f.wantErr(err, blobsight.ErrSecretNotFound)
	for range 2 {
		if err := s.Ensure(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	first := signing(t, s, "")
	if len(first) != 1 || !slices.Equal(signing(t, s, "bsk_a"), first) {
		t.Fatalf("%q signs, and for a key without secrets %q", first, signing(t, s, "bsk_a"))
	}
	f.wantErr(s.Revoke(t.Context(), first[0]), blobsight.ErrLastSecret)
	f.pass(time.Second)
	second := rotate(t, s, "", time.Hour)
	f.wantErr(s.Revoke(t.Context(), second), blobsight.ErrLastSecret) // the other one will end
	if got := signing(t, s, ""); !slices.Equal(got, []string{second, first[0]}) {
		t.Errorf("%q sign, want the new one and the old one", got)
	}
	f.pass(time.Hour - time.Second)
	if got := signing(t, s, ""); len(got) != 2 {
		t.Errorf("just before the end of the grace %q sign", got)
	}
	f.pass(2 * time.Second)
	if got := signing(t, s, ""); !slices.Equal(got, []string{second}) {
		t.Errorf("after the grace %q sign", got)
	}
}

// TestSecretsLent: before a key's first secret the deployment's sign for it, and go on
// for the time of grace; who revokes one revokes what was lent, too.
func TestSecretsLent(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	s := &blobsight.Secrets{Store: f.store, Now: f.clock}
	values := func(keyID string) (values []string) {
		t.Helper()
		signing, err := s.Signing(t.Context(), keyID)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range signing {
			values = append(values, secret.Value)
		}
		return values
	}
	if err := s.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.pass(time.Second)
	rotate(t, s, "", time.Hour)
	shared := values("")
	f.pass(time.Second)
	own := rotate(t, s, "bsk_a", time.Minute)
	if got := values("bsk_a"); len(got) != 3 || !slices.Equal(got[1:], shared) {
		t.Errorf("%d secrets sign for the key, want its own and the deployment's two", len(got))
	}
	rotate(t, s, "bsk_b", time.Minute)
	old := signing(t, s, "")[1]
	if err := s.Revoke(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"bsk_a", "bsk_b"} {
		if got := values(key); len(got) != 2 || slices.Contains(got, shared[1]) {
			t.Errorf("after one of the deployment's was revoked, %d sign for %s", len(got), key)
		}
	}
	other := rotate(t, s, "", 0)
	if got := values("bsk_b"); len(got) != 1 || slices.Contains(got, shared[0]) {
		t.Errorf("after the deployment's were replaced at once, %d sign for a key", len(got))
	}
	if got := signing(t, s, ""); !slices.Equal(got, []string{other}) {
		t.Errorf("after the deployment's were replaced at once, %q sign", got)
	}
	f.pass(time.Minute)
	if got := signing(t, s, "bsk_a"); !slices.Equal(got, []string{own}) {
		t.Errorf("after the grace %q sign for the key", got)
	}
}

// TestRevokeLent: what was lent of the only secret of the deployment cannot be revoked
// either, since that would go with it.
func TestRevokeLent(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	s := &blobsight.Secrets{Store: f.store, Now: f.clock}
	if err := s.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	shared := signing(t, s, "")
	f.pass(time.Second)
	rotate(t, s, "bsk_a", time.Hour)
	lent := signing(t, s, "bsk_a")[1]
	f.wantErr(s.Revoke(t.Context(), lent), blobsight.ErrLastSecret)
	if got := signing(t, s, ""); !slices.Equal(got, shared) {
		t.Errorf("%q sign for the deployment, want %q", got, shared)
	}
}

// TestSecretsOfKeys: a key has secrets of its own, until the last is revoked.
func TestSecretsOfKeys(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	s := &blobsight.Secrets{Store: f.store, Now: f.clock}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(s.Ensure(t.Context()))
	shared := signing(t, s, "")
	own := rotate(t, s, "bsk_a", 0)
	f.pass(time.Second)
	next := rotate(t, s, "bsk_a", 0) // without grace the old one is worthless at once
	for key, want := range map[string][]string{"bsk_a": {next}, "bsk_b": shared, "": shared} {
		if got := signing(t, s, key); !slices.Equal(got, want) {
			t.Errorf("for %q %q sign, want %q", key, got, want)
		}
	}
	check(s.Revoke(t.Context(), next))
	if got := signing(t, s, "bsk_a"); !slices.Equal(got, shared) {
		t.Errorf("after its last secret was revoked, for a key %q sign", got)
	}
	all, err := f.store.ListSecrets(context.Background())
	check(err)
	for _, secret := range all {
		if (secret.ID == own || secret.ID == next) && secret.Value != "" {
			t.Errorf("the value of %s is still kept", secret.ID)
		}
	}
	f.wantErr(s.Revoke(t.Context(), "whs_nothere"), blobsight.ErrSecretNotFound)
}
