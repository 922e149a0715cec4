package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"blobsight"
	"blobsight/internal/app"
)

type secretsCmd struct {
	Show   secretsShowCmd   `cmd:"" help:"Print the secret with which receivers verify callbacks."`
	List   secretsListCmd   `cmd:"" help:"List all secrets, without their values."`
	Rotate secretsRotateCmd `cmd:"" help:"Make a new secret and print it; for a while the old one signs too."`
	Revoke secretsRevokeCmd `cmd:"" help:"Make a secret worthless, at once and for good."`
}

// secretOwner says whose secrets are meant.
type secretOwner struct {
	Key string `placeholder:"ID" help:"Id of an API key, for the callbacks of the blobs that it made. Default: the deployment, for those of all other blobs."`
}

// check wants the key, if one is named, to be in use.
func (o secretOwner) check(ctx context.Context, store *app.Store) error {
	if o.Key == "" {
		return nil
	}
	keys, err := store.ListKeys(ctx)
	if err != nil {
		return err
	}
	for _, k := range keys {
		switch {
		case k.ID != o.Key:
		case !k.RevokedAt.IsZero():
			return fmt.Errorf("--key: the API key %s was revoked at %s", k.ID, moment(k.RevokedAt))
		default:
			return nil
		}
	}
	return withHint(fmt.Errorf("--key: there is no API key with the id %q", o.Key), `"blobsight keys list" shows the ids`)
}

// withSecrets lets do look at the secrets of a data folder and change them.
func withSecrets(ctx context.Context, d app.DataDir, do func(*app.Store, *blobsight.Secrets) error) error {
	return withStore(ctx, d, func(store *app.Store) error {
		secrets, err := store.Secrets(ctx)
		if err != nil {
			return err
		}
		return do(store, secrets)
	})
}

type secretsShowCmd struct {
	secretOwner
	app.DataDir
}

// Help is the long help.
func (*secretsShowCmd) Help() string {
	return `The first secret is made when it is first needed and stays until it is rotated. Any Standard Webhooks library takes
it as it is. Who has it can forge callbacks.

Example:

    BLOBSIGHT_WEBHOOK_SECRET=$(blobsight secrets show)`
}

// Run prints the newest secret that signs.
func (c *secretsShowCmd) Run(ctx context.Context, s *streams) error {
	return withSecrets(ctx, c.DataDir, func(store *app.Store, secrets *blobsight.Secrets) error {
		if err := c.check(ctx, store); err != nil {
			return err
		}
		signing, err := secrets.Signing(ctx, c.Key)
		if err != nil {
			return err
		}
		if c.Key != signing[0].KeyID {
			s.note("The key %s has no secret of its own; this is the deployment's, which signs for it.", c.Key)
		}
		_, err = fmt.Fprintln(s.out, signing[0].Value)
		return err
	})
}

type secretsListCmd struct {
	app.DataDir
}

// Help is the long help.
func (*secretsListCmd) Help() string {
	return `Those without a key are the deployment's.

Example:

    blobsight secrets list --data ./data`
}

// Run lists the secrets, oldest first.
func (c *secretsListCmd) Run(ctx context.Context, s *streams) error {
	return withSecrets(ctx, c.DataDir, func(_ *app.Store, secrets *blobsight.Secrets) error {
		all, err := secrets.Store.ListSecrets(ctx)
		if err != nil {
			return err
		}
		t := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
		_, _ = fmt.Fprintln(t, "ID\tKEY\tCREATED\tSTATUS")
		for _, secret := range all {
			key := secret.KeyID
			if key == "" {
				key = "-"
			}
			_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", secret.ID, key, moment(secret.CreatedAt), secretStatus(secret, time.Now()))
		}
		return t.Flush()
	})
}

// secretStatus says whether a secret signs, and until when.
func secretStatus(secret *blobsight.SigningSecret, now time.Time) string {
	switch {
	case !secret.Active(now):
		return "ended " + moment(secret.EndsAt)
	case secret.EndsAt.IsZero():
		return "signing"
	default:
		return "signing until " + moment(secret.EndsAt)
	}
}

type secretsRevokeCmd struct {
	ID string `arg:"" help:"Id of the secret, as \"blobsight secrets list\" shows it."`
	app.DataDir
}

// Help is the long help.
func (*secretsRevokeCmd) Help() string {
	return `For a secret that somebody else may know. To replace one in peace, use "blobsight secrets rotate".

Example:

    blobsight secrets revoke whs_k3v7q2xa`
}

// Run revokes a secret.
func (c *secretsRevokeCmd) Run(ctx context.Context, s *streams) error {
	return withSecrets(ctx, c.DataDir, func(_ *app.Store, secrets *blobsight.Secrets) error {
		err := secrets.Revoke(ctx, c.ID)
		switch {
		case errors.Is(err, blobsight.ErrSecretNotFound):
			return withHint(fmt.Errorf("there is no secret with the id %q", c.ID), `"blobsight secrets list" shows the ids`)
		case errors.Is(err, blobsight.ErrLastSecret):
			return withHint(fmt.Errorf("%s is the only secret that signs for the deployment without an end", c.ID),
				`replace it with "blobsight secrets rotate --grace 0s", which ends it at once`)
		case err != nil:
			return err
		}
		s.note("Secret %s is revoked: it signs nothing any more.", c.ID)
		return nil
	})
}
