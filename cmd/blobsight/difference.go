package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"blobsight"
	"blobsight/cmd/blobsight/agreement"
	"blobsight/internal/app"
)

// difference is what two endpoints said of one picture, or why they did not.
type difference struct {
	file       string
	a, b       []blobsight.Label
	err        error // it was not sent
	errA, errB error
	agreement.Comparison
}

func (d *difference) failed() bool { return d.err != nil || d.errA != nil || d.errB != nil }

// complain says what failed, and where.
func (d *difference) complain(s *streams) {
	for _, f := range []struct {
		where string
		err   error
	}{{"", d.err}, {"A: ", d.errA}, {"B: ", d.errB}} {
		if f.err != nil {
			why := answerOf(f.err)
			s.note("blobsight: %s: %s%s (%s)", printable(d.file), f.where, printable(why.Detail), printable(why.Code))
		}
	}
}

// answerOf is why there are no labels, in Amazon's words where it has answered.
func answerOf(err error) failure {
	if e := (*app.RekognitionError)(nil); errors.As(err, &e) {
		return failure{e.Code, e.Detail}
	}
	return failureOf(err)
}

// writeTable writes the labels of both sides, and in lists of a width those of one alone.
func (d *difference) writeTable(w io.Writer, width int) error {
	var b strings.Builder
	shared, all := len(d.Shared), len(d.Shared)+len(d.OnlyA)+len(d.OnlyB)
	if all == 0 {
		fmt.Fprintf(&b, "%s: no labels at either side\n", printable(d.file))
	} else {
		fmt.Fprintf(&b, "%s: %d of %d labels shared (%.0f%%)\n", printable(d.file), shared, all, d.Overlap())
	}
	d.rows(&b)
	list(&b, "  only A: ", surest(d.OnlyA), width)
	list(&b, "  only B: ", surest(d.OnlyB), width)
	_, err := io.WriteString(w, b.String())
	return err
}

// rows writes a row for each label that both gave.
func (d *difference) rows(b *strings.Builder) {
	if len(d.Shared) == 0 {
		return
	}
	width := 0
	for _, l := range d.Shared {
		width = max(width, utf8.RuneCountInString(l.A.Name))
	}
	fmt.Fprintf(b, "  %-*s  %6s  %6s  %6s\n", width, "", "A", "B", "B-A")
	for _, l := range d.Shared {
		fmt.Fprintf(b, "  %-*s  %5.1f%%  %5.1f%%  %6s", width, printable(l.A.Name), l.A.Confidence, l.B.Confidence, points(l.Difference()))
		if l.By != agreement.ByName {
			fmt.Fprintf(b, "  %s at B (%s)", printable(l.B.Name), l.By)
		}
		fmt.Fprintln(b)
	}
}

// points is a difference as people read it.
func points(v float64) string {
	text := fmt.Sprintf("%+.1f", v)
	if text == "-0.0" || text == "+0.0" {
		return "0.0"
	}
	return text
}

// surest names labels with their confidences.
func surest(labels []blobsight.Label) []string {
	words := make([]string, len(labels))
	for i, l := range labels {
		words[i] = fmt.Sprintf("%s %.1f%%", printable(l.Name), l.Confidence)
	}
	return words
}

// list writes words after a title, in lines of at most width characters if a word fits in one.
func list(b *strings.Builder, title string, words []string, width int) {
	at := 0
	for i, word := range words {
		if i < len(words)-1 {
			word += ","
		}
		switch n := utf8.RuneCountInString(word); {
		case i == 0:
			b.WriteString(title)
			at = len(title)
		case at+1+n > width:
			b.WriteString("\n" + strings.Repeat(" ", len(title)))
			at = len(title)
		default:
			b.WriteString(" ")
			at++
		}
		b.WriteString(word)
		at += utf8.RuneCountInString(word)
	}
	if len(words) > 0 {
		b.WriteString("\n")
	}
}
