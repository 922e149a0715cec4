package webhook

import (
	"errors"
	"net/url"
	"slices"
)

// ParseProxy reads the URL of a forward proxy, such as "http://proxy.example.com:4750";
// https and socks5 will do, too. The empty text is none: nil.
func ParseProxy(text string) (*url.URL, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // no proxy is no error
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || !slices.Contains([]string{"http", "https", "socks5"}, u.Scheme) {
		return nil, errors.New("it is no URL of a proxy; the form is http://proxy.example.com:4750")
	}
	return u, nil
}
