package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"blobsight/client"
)

// topLabels is how many labels a summary shows.
const topLabels = 3

// printer shows callbacks on stdout, one after the other: for people, or with
// json the bodies of those that were taken, and all else on stderr.
type printer struct {
	s    *streams
	json bool

	mu sync.Mutex
}

// refused shows a callback that was not verified.
func (p *printer) refused(from string, why error) {
	p.line(fmt.Sprintf("✗ refused   from %s: %s", from, printable(why.Error())))
}

// trouble shows why it is unknown whether a callback is verified.
func (p *printer) trouble(err error) {
	p.line("✗ failed    " + printable(err.Error()))
}

// failed shows a callback that was answered with 500 because that was asked for.
func (p *printer) failed(b *client.Blob, n, of int) {
	p.line(fmt.Sprintf("✗ failed    %s  %s  answered 500 on request (%d of %d)", printable(b.BlobID), printable(string(b.Status)), n, of))
}

// line shows what is no result.
func (p *printer) line(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.s.out
	if p.json {
		out = p.s.err
	}
	_, _ = fmt.Fprintf(out, "%s  %s\n", clock(), text)
}

// taken shows a verified callback, and what the app answered if it was forwarded.
func (p *printer) taken(b *client.Blob, body []byte, to *forwarder, a *forwarded) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.json {
		_, err := io.WriteString(p.s.out, picture(b)+passed(to, a))
		return err
	}
	if to != nil {
		p.s.note("%s  %s%s", clock(), printable(b.BlobID), strings.TrimSuffix(passed(to, a), "\n"))
	}
	if a.status/100 != 2 {
		return nil // it comes again
	}
	var line bytes.Buffer
	if err := json.Compact(&line, body); err != nil {
		return err
	}
	_, err := fmt.Fprintln(p.s.out, line.String())
	return err
}

// picture is a blob as people read it: a line that sums it up, then its labels.
func picture(b *client.Blob) string {
	var text strings.Builder
	head := fmt.Sprintf("%s  ✓ verified  %s  %s  %s", clock(), printable(b.BlobID), printable(string(b.Status)), printable(summary(b)))
	fmt.Fprintln(&text, strings.TrimRight(head, " "))
	r := result{labels: b.Labels}
	if b.Image != nil {
		r.image = b.Image.Properties
	}
	r.rows(&text)
	return text.String()
}

// passed says what the app made of a callback.
func passed(to *forwarder, a *forwarded) string {
	switch {
	case to == nil:
		return ""
	case a.err != nil:
		return fmt.Sprintf("  → %s  %d: %s\n", printable(to.url), a.status, printable(a.err.Error()))
	default:
		return fmt.Sprintf("  → %s  %d %s  %s\n", printable(to.url), a.status, http.StatusText(a.status), a.took)
	}
}

// summary is the outcome in a few words: why it failed, or the surest of the
// labels that say most, which are those that are nobody's parents.
func summary(b *client.Blob) string {
	if b.Error != nil {
		return string(b.Error.Code) + ": " + b.Error.Detail
	}
	parents := map[string]bool{}
	for _, l := range b.Labels {
		for _, p := range l.Parents {
			parents[p] = true
		}
	}
	var words []string
	for _, l := range b.Labels {
		if !parents[l.Label] && len(words) < topLabels {
			words = append(words, fmt.Sprintf("%s %.1f%%", l.Label, l.Confidence))
		}
	}
	return strings.Join(words, ", ")
}

// clock is the time of day, as people read it.
func clock() string { return time.Now().Format(time.TimeOnly) }
