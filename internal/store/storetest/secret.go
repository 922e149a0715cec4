package storetest

import (
	"fmt"
	"sync"
	"testing"
)

func testSecret(t *testing.T, h *Harness) {
	for _, c := range []struct{ name, initial, want string }{
		{"a", "first\x00\xff", "first\x00\xff"},
		{"a", "second", "first\x00\xff"},
		{"b", "third", "third"},
	} {
		got, err := h.Store.Secret(t.Context(), c.name, []byte(c.initial))
		if err != nil || string(got) != c.want {
			t.Errorf("Secret(%s, %q) = %q, %v, want %q", c.name, c.initial, got, err, c.want)
		}
	}
}

// testSecretRace: replicas that start together agree on one secret.
func testSecretRace(t *testing.T, h *Harness) {
	got := make([]string, 16)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			s, err := h.Store.Secret(t.Context(), "shared", fmt.Appendf(nil, "secret %d", i))
			if err != nil {
				t.Error(err)
			}
			got[i] = string(s)
		})
	}
	wg.Wait()
	for _, s := range got {
		if s == "" || s != got[0] {
			t.Errorf("two callers got %q and %q", got[0], s)
		}
	}
}
