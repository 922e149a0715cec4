package aws

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/aws-lambda-go/events"
)

// request is the HTTP request that an event tells of.
func request(ctx context.Context, e events.APIGatewayV2HTTPRequest) (*http.Request, error) {
	body := []byte(e.Body)
	if e.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(e.Body); err != nil {
			return nil, fmt.Errorf("body: %w", err)
		}
	}
	target := withoutStage(e.RawPath, e.RequestContext.Stage)
	if e.RawQueryString != "" {
		target += "?" + e.RawQueryString
	}
	where, err := url.ParseRequestURI(target) // as a server reads it: two slashes begin no host
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, e.RequestContext.HTTP.Method, "/", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range e.Headers { // of a name that came twice, the values have commas between them
		r.Header.Set(name, value)
	}
	if len(e.Cookies) > 0 {
		r.Header.Set("Cookie", strings.Join(e.Cookies, "; "))
	}
	r.URL, r.RequestURI, r.RemoteAddr = where, target, e.RequestContext.HTTP.SourceIP
	if r.Host = r.Header.Get("Host"); r.Host == "" {
		r.Host = e.RequestContext.DomainName
	}
	return r, nil
}

// withoutStage cuts off the stage that the path of a request begins with, unless it
// came by the default one or by a domain of one's own.
func withoutStage(path, stage string) string {
	rest, found := strings.CutPrefix(path, "/"+stage)
	if found && stage != "" && (rest == "" || rest[0] == '/') {
		path = rest
	}
	if !strings.HasPrefix(path, "/") {
		return "/" + path
	}
	return path
}
