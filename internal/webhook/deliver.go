package webhook

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"blobsight"
)

// Notifier makes callbacks. It implements [blobsight.Notifier] and may be used
// by many goroutines at once.
type Notifier struct {
	cfg    Config
	guard  *Guard
	client *http.Client
	hosts  *hosts
}

var _ blobsight.Notifier = (*Notifier)(nil)

// New makes a Notifier. It makes no connection. The error names every mistake in cfg.
func New(cfg Config) (*Notifier, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	cfg = cfg.withDefaults()
	guard := NewGuard(cfg.Allow, cfg.Ports)
	return &Notifier{
		cfg: cfg, guard: guard,
		client: newClient(cfg, guard),
		hosts:  newHosts(cfg.Now, cfg.Places, cfg.HostLimit),
	}, nil
}

// Close gives up idle connections. Attempts that are under way go on.
func (n *Notifier) Close() { n.client.CloseIdleConnections() }

// Notify makes one attempt and says what came of it. An error means that there
// is nothing to say about the receiver: a [*blobsight.LaterError] when its host has
// no place for another attempt, the end of ctx, or a failure of Body or Secrets.
func (n *Notifier) Notify(ctx context.Context, b *blobsight.Blob) (r blobsight.Receipt, err error) {
	target, err := n.target(b.CallbackURL)
	if err != nil {
		return failure(ctx, err, target), nil
	}
	asked := b.Callback.Replays > 0 && b.Callback.Attempts == b.Callback.Skipped
	place, err := n.hosts.enter(hostName(target), asked)
	if err != nil {
		return blobsight.Receipt{}, err
	}
	defer func() { place.leave(r, err == nil) }()
	return n.attempt(ctx, b, target, place)
}

// Outlook says how soon a callback should get its turn, by what is known of its host.
func (n *Notifier) Outlook(callbackURL string) blobsight.Priority {
	target, err := url.Parse(callbackURL)
	if err != nil {
		return blobsight.PriorityLow
	}
	return n.hosts.outlook(hostName(target))
}

// attempt makes the message and sends it. Making it takes a place but no time of
// the receiver's.
func (n *Notifier) attempt(ctx context.Context, b *blobsight.Blob, target *url.URL, p *place) (blobsight.Receipt, error) {
	msg, err := n.message(ctx, b)
	if err != nil {
		return blobsight.Receipt{}, err
	}
	p.begin()
	limited, cancel := context.WithTimeoutCause(ctx, n.cfg.Timeout, &timeoutError{after: n.cfg.Timeout})
	defer cancel()
	req, err := n.request(limited, target, msg)
	if err != nil {
		return failure(ctx, &urlError{err}, target), nil
	}
	resp, err := n.client.Do(req)
	if err != nil && ctx.Err() != nil {
		return blobsight.Receipt{}, fmt.Errorf("callback interrupted: %w", ctx.Err())
	}
	if err != nil {
		return failure(limited, err, target), nil
	}
	defer func() { _ = resp.Body.Close() }()
	return n.answer(resp), nil
}
