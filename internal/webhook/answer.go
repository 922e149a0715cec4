package webhook

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"blobsight"
)

const (
	// maxDrain is how much of an answer is read, and thrown away, so that its
	// connection can be used again. A longer answer costs its connection.
	maxDrain = 4 << 10
	// maxRetryAfter keeps absurd wishes within what can be reckoned with.
	maxRetryAfter = 366 * 24 * time.Hour
)

// answer makes a Receipt of an answer. The status is enough: an
// answer that stalls or breaks off behind it has been received all the same.
func (n *Notifier) answer(resp *http.Response) blobsight.Receipt {
	r := blobsight.Receipt{Status: resp.StatusCode}
	// What follows a 101 is no body: it ends with the connection, which then
	// belongs to the reader and knows none of our timeouts.
	if resp.StatusCode != http.StatusSwitchingProtocols {
		r.Excerpt = n.read(resp.Body)
	}
	if resp.StatusCode/100 == 2 {
		return r
	}
	r.Class, r.Detail = statusClass(resp.StatusCode)
	r.RetryAfter = retryAfter(resp.Header.Get("Retry-After"), n.cfg.Now())
	return r
}

// read gives the excerpt of a body, and reads on so that its connection can be used again.
func (n *Notifier) read(body io.Reader) (text string) {
	if n.cfg.Excerpt > 0 {
		begin, _ := io.ReadAll(io.LimitReader(body, int64(n.cfg.Excerpt)))
		text = excerpt(begin, n.cfg.Excerpt)
	}
	_, _ = io.CopyN(io.Discard, body, maxDrain)
	return text
}

// statusClass puts a status that is no success into a class. The reason phrase
// of the receiver is not used: it could hold anything.
func statusClass(status int) (blobsight.FailureClass, string) {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return blobsight.FailureRedirect, fmt.Sprintf("redirect to another address is not followed (%d)", status)
	case http.StatusGone:
		return blobsight.FailureGone, "answered 410 Gone: it wants no more callbacks"
	}
	detail := fmt.Sprintf("answered %d", status)
	if text := http.StatusText(status); text != "" {
		detail += " " + text
	}
	return blobsight.FailureStatus, detail
}

// retryAfter reads the header of that name (RFC 9110, section 10.2.3): seconds, or
// a time. What is neither, or has passed, is 0.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if value != "" && strings.Trim(value, "0123456789") == "" {
		seconds, err := strconv.ParseInt(value, 10, 64)
		if err != nil || seconds > int64(maxRetryAfter/time.Second) {
			return maxRetryAfter
		}
		return time.Duration(seconds) * time.Second
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), maxRetryAfter)
}

// excerpt makes text of at most limit bytes that can be shown anywhere: valid
// UTF-8, on one line, nothing in it that steers a terminal or turns the writing around.
func excerpt(begin []byte, limit int) string {
	// A character that the limit has cut in two is left out.
	for i := 1; i < utf8.UTFMax && i <= len(begin) && len(begin) == limit; i++ {
		if last := begin[len(begin)-i:]; utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				begin = begin[:len(begin)-i]
			}
			break
		}
	}
	var out strings.Builder
	for _, r := range string(begin) {
		switch {
		case unicode.IsSpace(r):
			r = ' '
		case !unicode.IsPrint(r):
			r = utf8.RuneError
		}
		if out.Len()+utf8.RuneLen(r) > limit {
			break
		}
		out.WriteRune(r)
	}
	return strings.TrimSpace(out.String())
}
