package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"blobsight"
	"blobsight/internal/app"
)

type secretsRotateCmd struct {
	secretOwner
	Grace time.Duration `default:"24h" help:"How long the secrets before it go on signing too."`
	app.DataDir
}

// Help is the long help.
func (*secretsRotateCmd) Help() string {
	return `The new secret alone goes to stdout; it signs at once, also in a running server. During the time of grace each
callback has a signature for the new and one for the old secret, so a receiver that knows either takes it.

Example:

    blobsight secrets rotate --grace 72h >new-secret`
}

// Validate checks the arguments.
func (c *secretsRotateCmd) Validate() error {
	if c.Grace < 0 {
		return errors.New("--grace is less than 0")
	}
	return nil
}

// Run makes a new secret.
func (c *secretsRotateCmd) Run(ctx context.Context, s *streams) error {
	return withSecrets(ctx, c.DataDir, func(store *app.Store, secrets *blobsight.Secrets) error {
		if err := c.check(ctx, store); err != nil {
			return err
		}
		before, err := secrets.Signing(ctx, c.Key)
		if err != nil && !errors.Is(err, blobsight.ErrSecretNotFound) {
			return err
		}
		fresh, err := secrets.Rotate(ctx, c.Key, c.Grace)
		if err != nil {
			return err
		}
		if err := c.explain(ctx, s, secrets, fresh, before); err != nil {
			return err
		}
		_, err = fmt.Fprintln(s.out, fresh.Value)
		return err
	})
}

// explain says which secrets sign from now on, and how long those before will.
func (c *secretsRotateCmd) explain(ctx context.Context, s *streams, secrets *blobsight.Secrets, fresh *blobsight.SigningSecret, before []*blobsight.SigningSecret) error {
	s.note("Secret %s signs from now on.", fresh.ID)
	if len(before) > 0 && before[0].KeyID != fresh.KeyID {
		if c.Grace == 0 {
			s.note("It is the first of key %s: the deployment's secrets sign no more for it, from now on.", fresh.KeyID)
		} else {
			s.note("It is the first of key %s: the deployment's secrets sign for it too, until %s.", fresh.KeyID, moment(fresh.CreatedAt.Add(c.Grace)))
		}
		return nil
	}
	now, err := secrets.Signing(ctx, c.Key)
	if err != nil {
		return err
	}
	until := map[string]time.Time{}
	for _, secret := range now {
		until[secret.ID] = secret.EndsAt
	}
	for _, secret := range before {
		if end, signs := until[secret.ID]; signs {
			s.note("%s signs too, until %s. Give all receivers the new one before.", secret.ID, moment(end))
		} else {
			s.note("%s signs no more: receivers refuse callbacks until they have the new one.", secret.ID)
		}
	}
	return nil
}
