package awstest

import (
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
)

// turnstile stands before moto_server and lets one request of an account through at a
// time. Moto makes a transaction that fails undone by putting back the whole table
// as it was before, with what others have written meanwhile; on AWS they are serializable.
type turnstile struct {
	proxy   *httputil.ReverseProxy
	account string

	mu      sync.Mutex
	written *bell // rings when something was written to a table
	sent    *bell // rings when a message was sent, or may be received again
}

func newTurnstile(to, account string) (*turnstile, error) {
	target, err := url.Parse(to)
	if err != nil {
		return nil, err
	}
	t := &turnstile{account: account, written: newBell(), sent: newBell()}
	t.proxy = &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host // the URLs of queues lead here
			r.Out.Header.Set("x-moto-account-id", account)
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) { // as when processes are killed
			http.Error(w, err.Error(), http.StatusBadGateway)
		},
	}
	return t, nil
}

func (t *turnstile) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t.pass(w, r)
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	switch operation {
	case "TransactWriteItems", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem":
		t.written.ring()
	case "SendMessage", "SendMessageBatch", "ChangeMessageVisibility":
		t.sent.ring()
	}
}

func (t *turnstile) pass(w http.ResponseWriter, r *http.Request) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.proxy.ServeHTTP(w, r)
}

// bell wakes all who wait for it.
type bell struct {
	mu   sync.Mutex
	rang chan struct{}
}

func newBell() *bell { return &bell{rang: make(chan struct{})} }

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.rang)
	b.rang = make(chan struct{})
}

// next is closed when the bell rings next.
func (b *bell) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.rang
}
