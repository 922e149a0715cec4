package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"blobsight"
	"blobsight/internal/app"
)

type keysCmd struct {
	Create keysCreateCmd `cmd:"" help:"Make a key and print it, once."`
	List   keysListCmd   `cmd:"" help:"List all keys; the keys themselves are not kept."`
	Revoke keysRevokeCmd `cmd:"" help:"Make a key worthless, at once and for good."`
	AWS    keysAWSCmd    `cmd:"" name:"aws" help:"Print a key as an access key of AWS, for the twin of Rekognition."`
}

type keysCreateCmd struct {
	Name string `arg:"" help:"What you call the key, such as the program that will use it."`
	app.DataDir
}

// Help is the long help.
func (*keysCreateCmd) Help() string {
	return `The key alone goes to stdout. It works at once, also in a running server; as soon as there is one, every request
needs one.

Example:

    BLOBSIGHT_API_KEY=$(blobsight keys create laptop)`
}

// Validate checks the arguments.
func (c *keysCreateCmd) Validate() error {
	if strings.TrimSpace(c.Name) == "" {
		return errors.New("the name of the key is empty")
	}
	return nil
}

// Run makes a key.
func (c *keysCreateCmd) Run(ctx context.Context, s *streams) error {
	return withStore(ctx, c.DataDir, func(store *app.Store) error {
		key, token := blobsight.NewKey(c.Name, time.Now())
		if err := store.CreateKey(ctx, key); err != nil {
			return err
		}
		s.note("API key %q, id %s. This is the only time it is shown:", key.Name, key.ID)
		_, err := fmt.Fprintln(s.out, token)
		return err
	})
}

type keysListCmd struct {
	app.DataDir
}

// Help is the long help.
func (*keysListCmd) Help() string {
	return `Example:

    blobsight keys list --data ./data`
}

// Run lists the keys.
func (c *keysListCmd) Run(ctx context.Context, s *streams) error {
	return withStore(ctx, c.DataDir, func(store *app.Store) error {
		keys, err := store.ListKeys(ctx)
		if err != nil {
			return err
		}
		if len(keys) == 0 {
			s.note("There are no API keys. Make one with: blobsight keys create NAME")
			return nil
		}
		t := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
		_, _ = fmt.Fprintln(t, "ID\tCREATED\tREVOKED\tNAME")
		for _, k := range keys {
			_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", k.ID, moment(k.CreatedAt), moment(k.RevokedAt), printable(k.Name))
		}
		return t.Flush()
	})
}

type keysRevokeCmd struct {
	ID string `arg:"" help:"Id of the key, as \"blobsight keys list\" shows it."`
	app.DataDir
}

// Help is the long help.
func (*keysRevokeCmd) Help() string {
	return `Example:

    blobsight keys revoke bsk_k3v7q2xa`
}

// Run revokes a key.
func (c *keysRevokeCmd) Run(ctx context.Context, s *streams) error {
	err := withStore(ctx, c.DataDir, func(store *app.Store) error {
		return store.RevokeKey(ctx, c.ID, time.Now())
	})
	if errors.Is(err, blobsight.ErrKeyNotFound) {
		return withHint(fmt.Errorf("there is no API key with the id %q", c.ID), `"blobsight keys list" shows the ids`)
	}
	if err != nil {
		return err
	}
	s.note("API key %s is revoked.", c.ID)
	left, err := keysInUse(ctx, c.DataDir)
	if err == nil && left == 0 {
		s.note("No API key is in use any more: servers let nobody in until you make another one.")
	}
	return err
}

// keysInUse counts the keys that work.
func keysInUse(ctx context.Context, d app.DataDir) (n int, err error) {
	err = withStore(ctx, d, func(store *app.Store) error {
		keys, err := store.ListKeys(ctx)
		for _, k := range keys {
			if k.RevokedAt.IsZero() {
				n++
			}
		}
		return err
	})
	return n, err
}

// withStore lets do look into the database of a data folder.
func withStore(ctx context.Context, d app.DataDir, do func(*app.Store) error) (err error) {
	store, err := app.OpenStore(ctx, d)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return do(store)
}
