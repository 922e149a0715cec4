package app

import (
	"context"
	"time"

	"blobsight"
	"blobsight/api"
	"blobsight/internal/store/sqlite"
	"blobsight/internal/webhook"
)

// openNotifier makes what calls back, and the first secret that it signs with.
func openNotifier(ctx context.Context, c *Callbacks, p *callbacks, store *sqlite.Store, version string) (*webhook.Notifier, error) {
	secrets := &blobsight.Secrets{Store: store, Now: time.Now}
	if err := secrets.Ensure(ctx); err != nil {
		return nil, err
	}
	return webhook.New(webhook.Config{
		Body: api.CallbackBody, Secrets: signing(secrets), Now: time.Now,
		Allow: p.allow, Ports: p.ports, Proxy: p.proxy,
		Timeout: c.CallbackTimeout, Places: c.CallbackWorkers, HostLimit: c.CallbackHostLimit, Excerpt: c.CallbackExcerpt,
		UserAgent: "blobsight/" + version,
	})
}

// signing reads, at each attempt, the secrets that sign the callback of a blob:
// so they can be changed while the server runs.
func signing(s *blobsight.Secrets) func(context.Context, *blobsight.Blob) ([]webhook.Secret, error) {
	return func(ctx context.Context, b *blobsight.Blob) ([]webhook.Secret, error) {
		active, err := s.Signing(ctx, b.KeyID)
		if err != nil {
			return nil, err
		}
		return webhook.ParseSecrets(active)
	}
}
