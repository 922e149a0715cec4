package sigv4

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const (
	headerAuthorization = "Authorization"
	headerDate          = "X-Amz-Date"
	headerSession       = "X-Amz-Security-Token"
	headerSum           = "X-Amz-Content-Sha256"
)

// checkHeaders refuses a request whose signature leaves out what it must cover, or
// covers what did not come.
func (s *Signature) checkHeaders(r *http.Request) error {
	if !s.headers.IsSigned("host") {
		return mustBeSigned("host")
	}
	for _, name := range names(r.Header) {
		if name != "content-type" && !strings.HasPrefix(name, "x-amz-") {
			continue
		}
		if !s.headers.IsSigned(name) {
			return mustBeSigned(name)
		}
		if n := len(r.Header.Values(name)); n > 1 { // a list in one header would have the same signature
			return invalid("'%s' is in the request %d times: send it once.", brief(name), n)
		}
	}
	for _, name := range s.headers {
		if signedValues(r, name) == nil {
			return invalid("'%s' is one of the 'SignedHeaders' in the AWS Authorization, but not in the request.", brief(name))
		}
	}
	if sum := r.Header.Values(headerSum); sum != nil && !isSum(sum[0]) {
		return invalid("The 'x-amz-content-sha256' header must be the SHA-256 of the body, not '%s'.", brief(sum[0]))
	}
	return nil
}

func mustBeSigned(name string) error {
	return invalid("'%s' must be a 'SignedHeader' in the AWS Authorization.", brief(name))
}

// signedHeaders are the names of what a signature covers: lower-case, sorted, each
// once. They are the rule of what the library signs.
type signedHeaders []string

// IsSigned reports whether the header of that lower-case name is covered.
func (h signedHeaders) IsSigned(name string) bool {
	_, found := slices.BinarySearch(h, name)
	return found
}

// names are those of the headers in lower case, sorted, so that of two mistakes it
// is always the same one that is told.
func names(header http.Header) []string {
	all := make([]string, 0, len(header))
	for name := range header {
		all = append(all, strings.ToLower(name))
	}
	slices.Sort(all)
	return all
}

// signedValues are the values of a header as they were signed, nil when it did not
// come. The server of net/http keeps some headers elsewhere.
func signedValues(r *http.Request, name string) []string {
	switch name {
	case "authorization": // it holds the signature, so it cannot be covered by it
		return nil
	case "host":
		return present(r.Host)
	case "content-length":
		if r.ContentLength < 0 {
			return nil
		}
		return []string{strconv.FormatInt(r.ContentLength, 10)}
	case "transfer-encoding":
		return present(strings.Join(r.TransferEncoding, ","))
	}
	var values []string
	for _, value := range r.Header.Values(name) {
		values = append(values, collapsed(value))
	}
	return values
}

func present(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// collapsed makes one space of each run of spaces, as the specification has it.
func collapsed(value string) string {
	var b strings.Builder
	for i := range len(value) {
		if value[i] == ' ' && i > 0 && value[i-1] == ' ' {
			continue
		}
		b.WriteByte(value[i])
	}
	return b.String()
}
