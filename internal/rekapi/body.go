package rekapi

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

const (
	// maxBytes is the largest picture that a request carries itself, in bytes.
	maxBytes = 5 << 20
	// maxBody is the largest request: maxBytes in base64, and so much more that a
	// picture which is somewhat too large is told so by its own error.
	maxBody = 10 << 20
	// maxDrain bounds what is read of a larger one, so that its sender, who sends all
	// before listening, learns why it is refused.
	maxDrain = 64 << 20
	// maxPlaces is how many requests are under way at once, each with its body in
	// memory, and placeWait how long another one waits for its turn.
	maxPlaces = 16
	placeWait = 5 * time.Second
)

// enter waits for a place. Who has one leaves it in the end.
func (h *handler) enter(ctx context.Context) (leave func(), err error) {
	timer := time.NewTimer(placeWait)
	defer timer.Stop()
	select {
	case h.places <- struct{}{}:
		return func() { <-h.places }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-timer.C:
		return nil, throttled()
	}
}

// readBody reads a request.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	in := &paced{body: r.Body, connection: http.NewResponseController(w), begin: time.Now()}
	body := make([]byte, 0, min(max(r.ContentLength, 0), maxBody)+512) // room for what tells the end
	for len(body) <= maxBody {
		if len(body) == cap(body) {
			body = append(body, 0)[:len(body)]
		}
		n, err := in.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		switch {
		case errors.Is(err, io.EOF):
			return body, nil
		case err != nil:
			return nil, serialization("the request ended before its body did, or came too slowly")
		}
	}
	_, _ = io.CopyN(io.Discard, in, maxDrain) // what fails here has failed already
	return nil, bodyTooLarge()
}

const (
	// grace is how long a body may take beyond what its bytes take at pace bytes a
	// second: who sends more slowly would keep others from a place.
	grace = 15 * time.Second
	pace  = 50_000
	// answerTime is how much longer than the body an answer may take to be written.
	answerTime = time.Minute
)

// paced reads a body that must keep coming.
type paced struct {
	body       io.Reader
	connection *http.ResponseController
	begin      time.Time
	bytes      int64 // read so far
}

func (p *paced) Read(buf []byte) (int, error) {
	end := p.begin.Add(grace + time.Duration(p.bytes)*time.Second/pace)
	_ = p.connection.SetReadDeadline(end) // a connection that knows no deadline has none to move
	_ = p.connection.SetWriteDeadline(end.Add(answerTime))
	n, err := p.body.Read(buf)
	p.bytes += int64(n)
	return n, err
}
