package aws

import (
	"context"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"blobsight"
	"blobsight/internal/store/dynamo"
)

// order is what the admin function is called with: one of keys and secrets says what
// to do.
//
//	{"keys": "create", "name": "shop"}      {"secrets": "rotate", "key_id": "bsk_…", "grace": "24h"}
//	{"keys": "list"}                        {"secrets": "list"}
//	{"keys": "revoke", "id": "bsk_…"}       {"secrets": "show", "key_id": "bsk_…"}
//	                                        {"secrets": "revoke", "id": "whs_…"}
//
// Without key_id the secret is that of the deployment.
type order struct {
	Keys    string `json:"keys"`
	Secrets string `json:"secrets"`
	Name    string `json:"name"`
	ID      string `json:"id"`
	KeyID   string `json:"key_id"`
	Grace   string `json:"grace"`
}

// admin is the function that is called by hand, by who has the right to.
type admin struct{ store *dynamo.Store }

func (p *parts) admin() (lambda.Handler, error) {
	store, err := p.store()
	if err != nil {
		return nil, err
	}
	a := &admin{store}
	return lambda.NewHandler(a.handle), nil
}

func (a *admin) handle(ctx context.Context, o order) (any, error) {
	switch {
	case o.Keys != "" && o.Secrets == "":
		return a.keys(ctx, o)
	case o.Secrets != "" && o.Keys == "":
		return a.secrets(ctx, o)
	default:
		return nil, blobsight.ErrInvalidRequest.With(`say either {"keys": "create|list|revoke"} or {"secrets": "show|list|rotate|revoke"}`)
	}
}

// now is the precision that is kept.
func now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// optional is a time in an answer; the zero time is left out.
func optional(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func unknown(what, verb, allowed string) error {
	return blobsight.ErrInvalidRequest.With("%s is %q; it may be %s", what, verb, allowed)
}

// named says that an order lacks a field.
func named(field, value string) error {
	if value == "" {
		return blobsight.ErrInvalidRequest.With("%s is missing", field)
	}
	return nil
}
