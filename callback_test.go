package blobsight_test

import (
	"errors"
	"strings"
	"testing"

	"blobsight"
)

func TestCheckCallbackURL(t *testing.T) {
	t.Parallel()
	for _, ok := range []string{
		"http://example.com", "https://example.com:8443/a/b?c=d#e", "HTTPS://EXAMPLE.com/", "http://127.0.0.1:9000/",
		"http://[::1]:9000/hook", "https://münchen.example/", "http://localhost",
	} {
		if err := blobsight.CheckCallbackURL(ok); err != nil {
			t.Errorf("%s: %v", ok, err)
		}
	}
	for bad, why := range map[string]string{
		"":                             "empty",
		"example.com/hook":             "no scheme",
		"//example.com/hook":           "no scheme",
		"ftp://example.com/":           `scheme "ftp"`,
		"file:///etc/passwd":           `scheme "file"`,
		"javascript:alert(1)":          `scheme "javascript"`,
		"http://":                      "no host",
		"http:///path":                 "no host",
		"http://:8080/":                "no host",
		"http:example.com":             "no host",
		"https://user@example.com/":    "user name",
		"https://user:pw@example.com/": "user name",
		"https://@example.com/":        "user name",
		"http://exa mple.com/":         "not a URL",
		"http://example.com/\n":        "not a URL",
		"http://[::1/":                 "not a URL",
		"http://example.com:99999/":    "port 99999",
		"http://example.com:0/":        "port 0",
		"http://e.com/" + strings.Repeat("a", 2048): "longer than",
	} {
		err := blobsight.CheckCallbackURL(bad)
		if !errors.Is(err, blobsight.ErrInvalidCallback) || !strings.Contains(err.Error(), why) {
			t.Errorf("%.60q: %v, want an error about %q", bad, err, why)
		}
	}
}
