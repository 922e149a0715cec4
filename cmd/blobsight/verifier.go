package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"blobsight"
	"blobsight/client"
	"blobsight/internal/app"
)

// verifier gives what verifies a callback that has just come: secrets may change
// while callbacks are received. An error does not say that the callback is forged.
type verifier func(context.Context) (*client.Verifier, error)

// verifierOf knows one secret.
func verifierOf(secret string) (verifier, error) {
	v, err := client.NewVerifier(secret)
	return func(context.Context) (*client.Verifier, error) { return v, nil }, err
}

// verifierOfData knows all secrets that sign in a data folder at the time, those of
// API keys included.
func verifierOfData(ctx context.Context, d app.DataDir) (verifier, error) {
	dir, err := d.Dir()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil, withHint(fmt.Errorf("no secret is given, and there is no data folder %s", dir),
			`give the secret that "blobsight secrets show" prints where the server runs: --secret (BLOBSIGHT_WEBHOOK_SECRET)`)
	}
	v := func(ctx context.Context) (*client.Verifier, error) {
		secrets, err := activeSecrets(ctx, d)
		if err != nil {
			return nil, err
		}
		return client.NewVerifier(secrets...)
	}
	_, err = v(ctx)
	return v, err
}

// activeSecrets are the values of all secrets that sign now.
func activeSecrets(ctx context.Context, d app.DataDir) (values []string, err error) {
	err = withSecrets(ctx, d, func(_ *app.Store, secrets *blobsight.Secrets) error {
		all, err := secrets.Store.ListSecrets(ctx)
		for _, secret := range all {
			if secret.Active(time.Now()) {
				values = append(values, secret.Value)
			}
		}
		return err
	})
	return values, err
}
