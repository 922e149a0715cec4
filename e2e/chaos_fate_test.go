package e2e_test

import (
	"math/rand/v2"
	"net"
	"net/http"
)

// fate is what a receiver does with one callback.
type fate struct {
	name       string
	weight     int    // how often, of all weights
	status     int    // that is answered; 0: no answer
	retryAfter string // header
	class      string // what the server's log must say; empty: delivered
}

const (
	reset = "reset" // the connection is torn down
	stall = "stall" // nothing is answered until the server hangs up
)

// fates lists all. About half of the callbacks are taken, so with five attempts
// one of thirty is exhausted.
func fates() []fate {
	return []fate{
		{name: "200", weight: 24, status: http.StatusOK},
		{name: "204", weight: 24, status: http.StatusNoContent},
		{name: "500", weight: 20, status: http.StatusInternalServerError, class: "status"},
		{name: "503, Retry-After: 0", weight: 1, status: http.StatusServiceUnavailable, retryAfter: "0", class: "status"},
		{name: "503, Retry-After: 1", weight: 1, status: http.StatusServiceUnavailable, retryAfter: "1", class: "status"},
		{name: "429, Retry-After: 1", weight: 2, status: http.StatusTooManyRequests, retryAfter: "1", class: "status"},
		{name: "302", weight: 10, status: http.StatusFound, class: "redirect"},
		{name: reset, weight: 12, class: "connection"},
		{name: stall, weight: 3, class: "timeout"},
		{name: "410", weight: 2, status: http.StatusGone, class: "gone"},
	}
}

// draw decides about the nth callback of a blob: the same seed gives the same
// fates, in whatever order callbacks come.
func draw(seed uint64, blob, nth int) fate {
	all, sum := fates(), 0
	for _, f := range all {
		sum += f.weight
	}
	at := rand.New(rand.NewPCG(seed, uint64(blob)<<16|uint64(nth))).IntN(sum)
	for _, f := range all {
		if at -= f.weight; at < 0 {
			return f
		}
	}
	panic("the weights do not add up")
}

// meet does with a request what its fate is.
func (f fate) meet(w http.ResponseWriter, req *http.Request, trap string) {
	switch f.name {
	case stall:
		<-req.Context().Done()
		tear(w)
		return
	case reset:
		tear(w)
		return
	}
	if f.retryAfter != "" {
		w.Header().Set("Retry-After", f.retryAfter)
	}
	if f.status == http.StatusFound {
		w.Header().Set("Location", trap)
	}
	w.WriteHeader(f.status)
}

// tear ends a connection with a reset instead of a goodbye.
func tear(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return // gone already
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
