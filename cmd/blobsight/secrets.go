package main

import (
	"context"
	"fmt"

	"blobsight/internal/app"
)

type secretsCmd struct {
	Show secretsShowCmd `cmd:"" help:"Print the secret with which receivers verify callbacks."`
}

type secretsShowCmd struct {
	app.DataDir
}

// Help is the long help.
func (*secretsShowCmd) Help() string {
	return `The secret is made when it is first needed and then stays. Any Standard Webhooks library takes it as it is. Who
has it can forge callbacks.

Example:

    BLOBSIGHT_WEBHOOK_SECRET=$(blobsight secrets show)`
}

// Run prints the secret.
func (c *secretsShowCmd) Run(ctx context.Context, s *streams) error {
	return withStore(ctx, c.DataDir, func(store *app.Store) error {
		secret, err := store.CallbackSecret(ctx)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(s.out, secret)
		return err
	})
}
