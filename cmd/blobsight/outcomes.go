package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"blobsight/cmd/blobsight/agreement"
)

// outcomes is what two endpoints said of all pictures.
type outcomes struct {
	a, b          *side
	total, failed int  // pictures
	below         bool // pictures are printed above the summary
	width         int  // of lines, in characters
	agreement.Tally
}

// writeTable writes the summary for people.
func (o *outcomes) writeTable(w io.Writer) error {
	s := o.Summary()
	if s.Pictures == 0 {
		return nil // why has been said
	}
	var b strings.Builder
	if o.below {
		fmt.Fprintln(&b)
	}
	fmt.Fprintf(&b, "SUMMARY of %s\n", pictureCount(s.Pictures, o.total))
	list(&b, "  A is ", o.a.titles(), o.width)
	list(&b, "  B is ", o.b.titles(), o.width)
	figures(&b, &s, o.width)
	missingTable(&b, &s)
	_, err := io.WriteString(w, b.String())
	return err
}

// pictureCount says how many pictures were compared.
func pictureCount(n, total int) string {
	text := fmt.Sprintf("%d pictures", total)
	if total == 1 {
		text = "1 picture"
	}
	if n < total {
		text = fmt.Sprintf("%d of %s", n, text)
	}
	return text
}

// titles names an endpoint and the version of its labels.
func (s *side) titles() []string {
	if s.model == "" {
		return []string{printable(s.Name)}
	}
	return []string{printable(s.Name), "label model " + printable(s.model)}
}

// figures writes a row for each figure of the summary.
func figures(b *strings.Builder, s *agreement.Summary, width int) {
	row := func(name string, parts ...string) { list(b, fmt.Sprintf("  %-22s  ", name), parts, width) }
	fmt.Fprintln(b)
	row("labels a picture", plain(s.LabelsA)+" at A", plain(s.LabelsB)+" at B")
	row("overlap", share(s.Overlap)+" of a picture's labels in the mean", share(s.PooledOverlap)+" of all labels")
	row("given by A, too", share(s.AHas)+" of the labels of B")
	row("given by B, too", share(s.BHas)+" of the labels of A")
	row("same top label", share(s.SameTop), fmt.Sprintf("in %d of %s with labels", s.SameTopPictures, pictureCount(s.PicturesWithAny, s.PicturesWithAny)))
	if l := s.Largest; l != nil {
		row("confidence, B-A", fmt.Sprintf("mean %s over %d shared labels", points(*s.MeanDifference), s.SharedLabels))
		row("", fmt.Sprintf("median %.1f", *s.MedianAbsoluteDifference), "signs aside")
		if l.Label.Difference() != 0 {
			row("", "largest "+points(l.Label.Difference()), printable(l.Label.A.Name)+" in "+printable(l.Picture))
		}
	}
}

// plain and share are figures that may be missing.
func plain(v *float64) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprintf("%.1f", *v)
}

func share(v *float64) string {
	if v == nil {
		return "-"
	}
	return plain(v) + "%"
}

// missingTable lists what is most often missing at each side, beside each other.
func missingTable(b *strings.Builder, s *agreement.Summary) {
	n := max(len(s.MissingA), len(s.MissingB))
	if n == 0 {
		return
	}
	const titleA, titleB, number = "MISSING AT A", "MISSING AT B", "PICTURES"
	width := func(title string, labels []agreement.Missing) int {
		w := len(title)
		for _, m := range labels {
			w = max(w, utf8.RuneCountInString(m.Label))
		}
		return w
	}
	widthA, widthB := width(titleA, s.MissingA), width(titleB, s.MissingB)
	cell := func(labels []agreement.Missing, i, width int) string {
		if i >= len(labels) {
			return strings.Repeat(" ", width+2+len(number))
		}
		return fmt.Sprintf("%-*s  %*d", width, printable(labels[i].Label), len(number), labels[i].Pictures)
	}
	fmt.Fprintf(b, "\n  %-*s  %s      %-*s  %s\n", widthA, titleA, number, widthB, titleB, number)
	for i := range n {
		fmt.Fprintln(b, strings.TrimRight("  "+cell(s.MissingA, i, widthA)+"      "+cell(s.MissingB, i, widthB), " "))
	}
}
