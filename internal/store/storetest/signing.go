package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"blobsight"
)

// secretOf is the n-th secret, made n seconds after the epoch.
func secretOf(keyID string, n int) *blobsight.SigningSecret {
	return &blobsight.SigningSecret{
		ID: fmt.Sprintf("whs_%d", n), KeyID: keyID, Value: fmt.Sprintf("whsec_%d", n), CreatedAt: epoch.Add(time.Duration(n) * time.Second),
	}
}

func wantSecrets(t *testing.T, h *Harness, want ...*blobsight.SigningSecret) {
	t.Helper()
	got, err := h.Store.ListSecrets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ListSecrets (-want +got):\n%s", diff)
	}
}

func testEnsureSecret(t *testing.T, h *Harness) {
	if got, err := h.Store.ListSecrets(t.Context()); err != nil || len(got) != 0 {
		t.Fatalf("a new store has the secrets %v (%v)", got, err)
	}
	own, shared := secretOf("bsk_a", 1), secretOf("", 2)
	if err := h.Store.RotateSecret(t.Context(), own, epoch); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*blobsight.SigningSecret{shared, secretOf("", 3)} {
		if err := h.Store.EnsureSecret(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	wantSecrets(t, h, own, shared)
}

// testEnsureSecretRace: programs that start together agree on one secret.
func testEnsureSecretRace(t *testing.T, h *Harness) {
	var wg sync.WaitGroup
	for n := range 16 {
		wg.Go(func() {
			if err := h.Store.EnsureSecret(t.Context(), secretOf("", n)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got, err := h.Store.ListSecrets(t.Context()); err != nil || len(got) != 1 {
		t.Errorf("%d secrets (%v), want 1", len(got), err)
	}
}

func testRotateSecret(t *testing.T, h *Harness) {
	first, second, third, own := secretOf("", 1), secretOf("", 2), secretOf("", 3), secretOf("bsk_a", 4)
	rotate := func(s *blobsight.SigningSecret, endsAt time.Time) {
		t.Helper()
		if err := h.Store.RotateSecret(t.Context(), s, endsAt); err != nil {
			t.Fatal(err)
		}
	}
	rotate(first, epoch)
	soon, later := epoch.Add(time.Minute), epoch.Add(time.Hour)
	rotate(second, soon)
	rotate(third, later) // the first keeps its end, which is sooner
	first.EndsAt, second.EndsAt = soon, later
	rotate(own, epoch) // of another key
	wantSecrets(t, h, first, second, third, own)

	fourth := secretOf("", 61) // the first has ended by then
	rotate(fourth, later)
	first.Value, third.EndsAt = "", later
	wantSecrets(t, h, first, second, third, own, fourth)
}

// testRotateSecretRace: of secrets that are made at once, all but one end.
func testRotateSecretRace(t *testing.T, h *Harness) {
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			if err := h.Store.RotateSecret(t.Context(), secretOf("", n), epoch.Add(time.Hour)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	secrets, err := h.Store.ListSecrets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	endless := 0
	for _, s := range secrets {
		if s.EndsAt.IsZero() {
			endless++
		}
	}
	if len(secrets) != 8 || endless != 1 {
		t.Errorf("%d of %d secrets have no end, want 1 of 8", endless, len(secrets))
	}
}

func testRevokeSecret(t *testing.T, h *Harness) {
	first, second := secretOf("", 1), secretOf("bsk_a", 2)
	for _, s := range []*blobsight.SigningSecret{first, second} {
		if err := h.Store.RotateSecret(t.Context(), s, epoch); err != nil {
			t.Fatal(err)
		}
	}
	at := epoch.Add(time.Hour)
	for _, at := range []time.Time{at, at.Add(time.Hour)} { // the second time changes nothing
		if err := h.Store.RevokeSecret(t.Context(), second.ID, at); err != nil {
			t.Fatal(err)
		}
	}
	second.Value, second.EndsAt = "", at
	wantSecrets(t, h, first, second)
	wantError(t, h.Store.RevokeSecret(t.Context(), "whs_nothere", at), blobsight.ErrSecretNotFound)
}
