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
		"http://localhost.", "http://my_service-1.internal/", "http://例え.テスト/", "http://xn--r8jz45g.xn--zckzah/", "http://हिन्दी.example/",
		"http://0.0.0.0/", "http://1password.com/", "http://1.2.3.4.example/", "http://0xcafe.example/", "http://example.com:/", "http://[::ffff:1.2.3.4]/",
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

		"http://127.1/":                       "four decimal numbers",
		"http://2130706433/":                  "four decimal numbers",
		"http://0x7f000001/":                  "four decimal numbers",
		"http://0x7f.0.0.0x1/":                "four decimal numbers",
		"http://0177.0.0.1/":                  "four decimal numbers",
		"http://127.0.0.1./":                  "four decimal numbers",
		"http://example.0X/":                  "four decimal numbers",
		"http://256.0.0.1/":                   "four decimal numbers",
		"http://１２７.0.0.1/":                   "names consist of letters",
		"http://①②⑦.0.0.1/":                   "names consist of letters",
		"http://𝟏𝟐𝟕.0.0.1/":                   "names consist of letters",
		"http://127。0。0。1/":                   "names consist of letters",
		"http://0ｘ7f000001/":                  "names consist of letters",
		"http://ex\u00adample.com/":           "names consist of letters",
		"http://a..example/":                  "names consist of letters",
		"http://.example/":                    "names consist of letters",
		"http://a,b/":                         "names consist of letters",
		"http://" + strings.Repeat("a", 64):   "names consist of letters",
		"http://" + strings.Repeat("a.", 130): "longer than 253",
		"http://[fe80::1%25eth0]/":            "the zone",
	} {
		err := blobsight.CheckCallbackURL(bad)
		if !errors.Is(err, blobsight.ErrInvalidCallback) || !strings.Contains(err.Error(), why) {
			t.Errorf("%.60q: %v, want an error about %q", bad, err, why)
		}
	}
}
