package rekapi_test

import (
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"blobsight/internal/rekapi"
)

// TestMutated sends requests that were damaged in one way or another: each is
// answered, and as Amazon answers. "make fuzz" sends 2,000 (MUTANTS).
func TestMutated(t *testing.T) {
	t.Parallel()
	const workers, seed = 4, 7
	requests := 120
	if n, err := strconv.Atoi(os.Getenv("MUTANTS")); err == nil { //nolint:forbidigo // a longer run is asked for by hand
		requests = n
	}
	s := newServer(t)
	small := [][]byte{blank(t, "png", 80, 80), blank(t, "gif", 100, 100), sample(t, "orange.jpg")}
	var good, bad atomic.Int64
	var wg sync.WaitGroup
	for w := range uint64(workers) {
		wg.Go(func() {
			m := &mutator{rand.New(rand.NewPCG(seed, w)), small}
			for range requests / workers {
				r := m.next()
				answer := s.post(r.body, r.headers...)
				if wantWellFormed(t, answer); answer.status == http.StatusOK {
					good.Add(1)
				} else {
					bad.Add(1)
				}
				if t.Failed() {
					t.Logf("headers %q, body %.2000s", r.headers, r.body)
					return
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%d answers, %d errors", good.Load(), bad.Load())
	if good.Load()*20 < int64(requests) || bad.Load()*2 < int64(requests) {
		t.Errorf("%d answers and %d errors; are the requests damaged too much, or too little?", good.Load(), bad.Load())
	}
}

// FuzzParse: whatever the body is, it is a request or gets one of Amazon's errors, with
// a message of a length to be read.
func FuzzParse(f *testing.F) {
	m := &mutator{rand.New(rand.NewPCG(1, 2)), [][]byte{{0xff, 0xd8}, []byte("GIF89a")}}
	for range 50 {
		f.Add([]byte(m.next().body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		_, err := rekapi.Parse(body)
		if err == nil {
			return
		}
		kind, status := rekapi.FaultOf(err)
		known := []string{"SerializationException", "ValidationException", "InvalidParameterException"}
		if !slices.Contains(known, kind) || status != http.StatusBadRequest || len(err.Error()) > 5000 {
			t.Errorf("%d %s: %.5100q", status, kind, err)
		}
	})
}
