package rekapi_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

// TestPace: a body has 15 seconds, and more as its bytes come in: a second for each
// 50 kB. The answer may be written a minute after that.
func TestPace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, begin := newDesk(), time.Now()
		w := &connection{ResponseRecorder: httptest.NewRecorder()}
		body := iotest.HalfReader(strings.NewReader(request[:len(request)-1] + strings.Repeat(" ", 200_000) + "}"))
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", body)
		r.Header.Set("X-Amz-Target", "RekognitionService.DetectLabels")
		d.ServeHTTP(w, r)
		if w.Code != http.StatusOK || len(w.read) < 3 {
			t.Fatalf("%d after %d reads", w.Code, len(w.read))
		}
		if first, last := w.read[0].Sub(begin), w.read[len(w.read)-1].Sub(begin); first != 15*time.Second || last != 15*time.Second+time.Duration(200_000+len(request))*time.Second/50_000 {
			t.Errorf("the first read may take until %s, the last until %s", first, last)
		}
		for i, at := range w.read {
			if !w.written[i].Equal(at.Add(time.Minute)) || i > 0 && at.Before(w.read[i-1]) {
				t.Errorf("read %d until %s, written until %s", i, at, w.written[i])
			}
		}
		if end := w.written[len(w.written)-1]; end.Sub(begin) != 2*time.Minute {
			t.Errorf("with the body there, the answer is written until %s", end.Sub(begin))
		}
	})
}

// connection keeps the deadlines that are set.
type connection struct {
	*httptest.ResponseRecorder
	read, written []time.Time
}

func (c *connection) SetReadDeadline(at time.Time) error { c.read = append(c.read, at); return nil }
func (c *connection) SetWriteDeadline(at time.Time) error {
	c.written = append(c.written, at)
	return nil
}
