package sigv4

import (
	"regexp"
	"strings"
	"time"
)

// scope is what a signature holds for.
type scope struct {
	date       string // YYYYMMDD
	region     string
	service    string
	terminator string
}

const terminator = "aws4_request"

// accessKeyID is what may stand for a key, so nothing that separates parts of the header.
var accessKeyID = regexp.MustCompile(`^[-._0-9A-Za-z]{1,128}$`)

// readCredential reads "KEYID/20150830/us-east-1/rekognition/aws4_request".
func readCredential(s string) (keyID string, _ scope, _ error) {
	parts := strings.Split(s, "/")
	if len(parts) != 5 {
		return "", scope{}, incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got %d.", len(parts))
	}
	keyID = parts[0]
	if !accessKeyID.MatchString(keyID) {
		return "", scope{}, incomplete("The access key id in 'Credential' is not 1 to 128 letters, digits and '-', '.' or '_'.")
	}
	return keyID, scope{date: parts[1], region: parts[2], service: parts[3], terminator: parts[4]}, nil
}

// checkScope refuses signatures that are for another day, region or service.
func (v *Verifier) checkScope(s scope, date time.Time) error {
	if day := date.Format("20060102"); s.date != day {
		return invalid("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '%s' != '%s', from '%s'.",
			brief(s.date), day, date.Format(timeFormat))
	}
	if s.region != v.Region {
		return invalid("Credential should be scoped to a valid region, not '%s'. It is '%s' here; --rekognition-region sets another.",
			brief(s.region), v.Region)
	}
	if s.service != v.Service {
		return invalid("Credential should be scoped to correct service: '%s'.", v.Service)
	}
	if s.terminator != terminator {
		return invalid("Credential should be scoped with a valid terminator: '%s', not '%s'.", terminator, brief(s.terminator))
	}
	return nil
}
