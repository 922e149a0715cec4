// Package apitest holds every answer that a test sees against the contract.
package apitest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"blobsight/api"
)

// Transport makes requests and fails those whose answers are not as
// openapi.yaml says: an unknown status, a wrong content type, a body that does
// not match its schema, or one with fields that the schema does not have.
// Answers to paths and methods that the contract does not know must be errors.
// Of a stream of events all but the events is checked, since it may not end.
type Transport struct {
	router routers.Router
	base   http.RoundTripper
}

// NewTransport reads the contract. Nil stands for [http.DefaultTransport].
func NewTransport(base http.RoundTripper) (*Transport, error) {
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(api.Spec)
	if err != nil {
		return nil, fmt.Errorf("read openapi.yaml: %w", err)
	}
	if err := doc.Validate(loader.Context); err != nil {
		return nil, fmt.Errorf("openapi.yaml: %w", err)
	}
	forbidOtherFields(doc)
	doc.Servers = nil // any host
	router, err := legacy.NewRouter(doc)
	if err != nil {
		return nil, fmt.Errorf("openapi.yaml: %w", err)
	}
	if base == nil {
		base = http.DefaultTransport
	}
	return &Transport{router: router, base: base}, nil
}

// forbidOtherFields makes the schemas strict for tests. Clients must take
// fields that they do not know, but the server must not send any that the
// contract does not describe.
func forbidOtherFields(doc *openapi3.T) {
	no := false
	for _, schema := range doc.Components.Schemas {
		if schema.Value.Properties != nil {
			schema.Value.AdditionalProperties = openapi3.AdditionalProperties{Has: &no}
		}
	}
}

// RoundTrip implements [http.RoundTripper].
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := t.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if res.StatusCode == http.StatusOK && res.Header.Get("Content-Type") == "text/event-stream" {
		if err := t.check(req, res, []byte("events follow")); err != nil {
			return nil, errors.Join(fmt.Errorf("%s %s answered against the contract: %w", req.Method, req.URL.Path, err), res.Body.Close())
		}
		return res, nil
	}
	body, err := io.ReadAll(res.Body)
	err = errors.Join(err, res.Body.Close())
	if err != nil {
		return nil, err
	}
	if err := t.check(req, res, body); err != nil {
		return nil, fmt.Errorf("%s %s answered %d against the contract: %w\n%s", req.Method, req.URL.Path, res.StatusCode, err, body)
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
}

func (t *Transport) check(req *http.Request, res *http.Response, body []byte) error {
	plain := &http.Request{Method: req.Method, URL: req.URL, Header: req.Header, Host: req.Host}
	route, params, err := t.router.FindRoute(plain)
	if err != nil {
		if res.StatusCode < http.StatusBadRequest && req.Method != http.MethodOptions {
			return fmt.Errorf("the contract has no such operation: %w", err)
		}
		return nil
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: plain, PathParams: params, Route: route},
		Status:                 res.StatusCode,
		Header:                 res.Header,
		Options:                &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	}
	if kind := res.Header.Get("Content-Type"); kind != "" && !strings.HasPrefix(kind, "application/json") {
		// Only JSON has a schema; of the others the type must be a declared one.
		input.Options.ExcludeResponseBody = true
		answer := route.Operation.Responses.Status(res.StatusCode)
		if answer == nil || answer.Value.Content.Get(kind) == nil {
			return fmt.Errorf("undeclared content type %s", kind)
		}
	}
	input.SetBodyBytes(body)
	if len(body) == 0 && res.StatusCode != http.StatusNoContent {
		return errors.New("the answer has no body")
	}
	return openapi3filter.ValidateResponse(context.Background(), input)
}
