package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"blobsight/api"
)

// Client speaks to one server. Make one with [New].
type Client struct {
	api  *api.ClientWithResponses
	http *http.Client
}

// Option changes how a [Client] works.
type Option func(*settings)

type settings struct {
	key  string
	http *http.Client
}

// WithAPIKey sends key with every request to the server. An empty key is none.
func WithAPIKey(key string) Option { return func(s *settings) { s.key = key } }

// WithHTTPClient makes requests with h, which may have timeouts, proxies and
// certificates of its own, instead of [http.DefaultClient].
func WithHTTPClient(h *http.Client) Option { return func(s *settings) { s.http = h } }

// New makes a client for the server at baseURL, such as
// "http://127.0.0.1:8080". It makes no request.
func New(baseURL string, opts ...Option) (*Client, error) {
	u, err := url.Parse(baseURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("%q is no URL of a server; the form is http://127.0.0.1:8080", baseURL)
	}
	s := settings{http: http.DefaultClient}
	for _, opt := range opts {
		opt(&s)
	}
	if s.http == nil {
		return nil, errors.New("the HTTP client is nil")
	}
	generated := []api.ClientOption{api.WithHTTPClient(s.http)}
	if s.key != "" {
		generated = append(generated, api.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
			r.Header.Set("Authorization", "Bearer "+s.key)
			return nil
		}))
	}
	c, err := api.NewClientWithResponses(baseURL, generated...)
	if err != nil {
		return nil, err
	}
	return &Client{api: c, http: s.http}, nil
}

// answer is the decoded body of a successful answer, or the error that an
// unsuccessful one stands for.
func answer[T any](ok *T, r *http.Response, body []byte) (*T, error) {
	if ok != nil {
		return ok, nil
	}
	return nil, errorOf(r, body)
}
