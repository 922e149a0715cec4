package sigv4

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

const (
	algorithm        = "AWS4-HMAC-SHA256"
	maxAuthorization = 4096 // bytes; those of Amazon's clients have about 300
)

// authorization is the header of that name, taken apart.
type authorization struct {
	keyID   string
	scope   scope
	headers signedHeaders
	sum     string
}

// readAuthorization reads "AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…".
// The header may hold an API key, so no message repeats it.
func readAuthorization(header http.Header, query url.Values) (*authorization, error) {
	values := header.Values(headerAuthorization)
	switch {
	case len(values) > 1:
		return nil, incomplete("The request has %d Authorization headers: send one.", len(values))
	case len(values) == 1 && values[0] != "":
	case query.Has("X-Amz-Signature") || query.Has("X-Amz-Algorithm"):
		return nil, &Error{TypeMissingToken, "Missing Authentication Token: presigned URLs are not supported, sign with the Authorization header."}
	default:
		return nil, &Error{TypeMissingToken, "Missing Authentication Token"}
	}
	if len(values[0]) > maxAuthorization {
		return nil, incomplete("The Authorization header has more than %d bytes.", maxAuthorization)
	}
	scheme, rest, _ := strings.Cut(values[0], " ")
	if scheme != algorithm {
		return nil, incomplete("Unsupported AWS 'algorithm' in the Authorization header: use '%s'.", algorithm)
	}
	p, err := readParameters(rest)
	if err != nil {
		return nil, err
	}
	return p.authorization()
}

// parameters are the parts of an Authorization header by name.
type parameters map[string]string

func readParameters(s string) (parameters, error) {
	p := parameters{}
	if s == "" { // all are missing
		return p, nil
	}
	for part := range strings.SplitSeq(s, ",") {
		part = strings.Trim(part, " \t")
		name, value, found := strings.Cut(part, "=")
		switch name {
		case "Credential", "SignedHeaders", "Signature":
		default:
			return nil, incomplete("The Authorization header has a part that is not 'Credential=', 'SignedHeaders=' or 'Signature='.")
		}
		if _, twice := p[name]; twice || !found {
			return nil, incomplete("Authorization header requires '%s' parameter once, as a key=value pair.", name)
		}
		p[name] = value
	}
	return p, nil
}

// authorization reads each part.
func (p parameters) authorization() (*authorization, error) {
	var missing []string
	for _, name := range []string{"Credential", "Signature", "SignedHeaders"} {
		if p[name] == "" {
			missing = append(missing, "Authorization header requires '"+name+"' parameter.")
		}
	}
	if missing != nil {
		return nil, incomplete("%s", strings.Join(missing, " "))
	}
	a := &authorization{sum: p["Signature"]}
	if !isSum(a.sum) {
		return nil, incomplete("The 'Signature' in the Authorization header is not 64 lower-case hex digits.")
	}
	var err error
	if a.headers, err = readNames(p["SignedHeaders"]); err != nil {
		return nil, err
	}
	a.keyID, a.scope, err = readCredential(p["Credential"])
	if err != nil {
		return nil, err
	}
	return a, nil
}

// nameOfHeader is a lower-case token of HTTP (RFC 9110, section 5.6.2).
var nameOfHeader = regexp.MustCompile("^[-!#$%&'*+.^_`|~0-9a-z]+$")

// readNames reads "content-type;host;x-amz-date".
func readNames(s string) (signedHeaders, error) {
	names := strings.Split(s, ";")
	for i, name := range names {
		if !nameOfHeader.MatchString(name) {
			return nil, incomplete("'SignedHeaders' in the Authorization header has a name that is not lower-case, or none: '%s'.", brief(name))
		}
		if i > 0 && names[i-1] >= name {
			return nil, incomplete("'SignedHeaders' in the Authorization header is not sorted, or names a header twice: '%s'.", brief(name))
		}
	}
	return names, nil
}

// isSum reports whether s is a SHA-256 in hex, as signatures have it.
func isSum(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}
