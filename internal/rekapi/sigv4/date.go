package sigv4

import (
	"net/http"
	"time"
)

const (
	timeFormat = "20060102T150405Z" // of X-Amz-Date
	maxSkew    = 15 * time.Minute   // between two clocks
)

// readDate reads when the request was signed. It must have been just now: who
// records a request can send it again for a quarter of an hour only.
func (v *Verifier) readDate(header http.Header) (time.Time, error) {
	values := header.Values(headerDate)
	if len(values) != 1 || values[0] == "" {
		return time.Time{}, incomplete("Authorization header requires existence of one 'X-Amz-Date' header.")
	}
	value := values[0]
	date, err := time.Parse(timeFormat, value)
	if err != nil || date.Format(timeFormat) != value { // parsing takes fractions of seconds too
		return time.Time{}, incomplete("Date must be in ISO-8601 'basic format'. Got '%s', not one such as '%s'.", brief(value), timeFormat)
	}
	now := v.Now().UTC().Truncate(time.Second)
	if earliest := now.Add(-maxSkew); date.Before(earliest) {
		return time.Time{}, invalid("Signature expired: %s is now earlier than %s (%s - 15 min.)",
			value, earliest.Format(timeFormat), now.Format(timeFormat))
	}
	if latest := now.Add(maxSkew); date.After(latest) {
		return time.Time{}, invalid("Signature not yet current: %s is still later than %s (%s + 15 min.)",
			value, latest.Format(timeFormat), now.Format(timeFormat))
	}
	return date, nil
}
