package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// wideConfusion is the number of labels from which on the confusion is told as
// a list, because a table would not fit the terminal.
const wideConfusion = 12

// mostConfused is how long that list is.
const mostConfused = 15

// writeTables writes the report for people.
func (t training) writeTables(w io.Writer) error {
	var b strings.Builder
	t.labelTable(&b)
	e := t.Evaluation
	fmt.Fprintf(&b, "\nAccuracy %.1f%% ± %.1f on pictures held out (%d folds); always saying the same would give %.1f%%.\n",
		e.Accuracy, e.Deviation, e.Folds, e.Chance)
	if few := t.fewest(); few < 20 {
		fmt.Fprintf(&b, "With %d pictures of a label these figures are rough; 20 or more of each make them firmer.\n", few)
	}
	if len(t.Labels) < wideConfusion {
		t.confusionTable(&b)
	} else {
		t.confusionList(&b)
	}
	fmt.Fprintf(&b, "\nThe labels are in %s. Use them with:\n  %s\n", printable(t.file), printable(t.Serve))
	_, err := io.WriteString(w, b.String())
	return err
}

// labelTable is a row for each label.
func (t training) labelTable(w io.Writer) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	width := t.nameWidth("LABEL")
	_, _ = fmt.Fprintf(table, "%-*s\tPICTURES\tPRECISION\tRECALL\tTHRESHOLD\t\n", width, "LABEL")
	for k, l := range t.Evaluation.Labels {
		_, _ = fmt.Fprintf(table, "%s\t%d\t%s\t%.1f%%\t%.1f%%\t\n", padded(l.Name, width), l.Pictures, precision(l.Precision), l.Recall, t.threshold(k))
	}
	if n := t.Evaluation.Others; n > 0 {
		_, _ = fmt.Fprintf(table, "%s\t%d\t\t\t\t\n", padded(others, width), n)
	}
	_ = table.Flush() // it writes to memory
}

// others is how the pictures of no label are called.
const others = "(none of them)"

// nameWidth is the width of a column that begins with title.
func (t training) nameWidth(title string) int {
	width := len([]rune(title))
	if t.Evaluation.Others > 0 {
		width = max(width, len(others))
	}
	for _, l := range t.Labels {
		width = max(width, len([]rune(printable(l.Name))))
	}
	return width
}

// padded is a name filled up with spaces.
func padded(name string, width int) string { return fmt.Sprintf("%-*s", width, printable(name)) }

// fewest is the number of pictures of the label that has the fewest.
func (t training) fewest() int {
	few := t.Evaluation.Labels[0].Pictures
	for _, l := range t.Evaluation.Labels {
		few = min(few, l.Pictures)
	}
	return few
}

// confusionTable counts what was said of the pictures of each label. The columns
// are numbered, so that long names fit.
func (t training) confusionTable(w io.Writer) {
	_, _ = fmt.Fprint(w, "\nWhat pictures show, and which label was said first (- is none):\n\n")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	width := t.nameWidth("") + 3
	_, _ = fmt.Fprint(table, strings.Repeat(" ", width))
	for k := range t.Labels {
		_, _ = fmt.Fprintf(table, "\t%d", k+1)
	}
	_, _ = fmt.Fprint(table, "\t-\t\n")
	for row, counts := range t.Evaluation.Confusion {
		name := others
		if row < len(t.Labels) {
			name = fmt.Sprintf("%2d %s", row+1, printable(t.Labels[row].Name))
		} else if t.Evaluation.Others == 0 {
			break
		}
		_, _ = fmt.Fprint(table, padded(name, width))
		for _, n := range counts {
			text := "."
			if n > 0 {
				text = strconv.Itoa(n)
			}
			_, _ = fmt.Fprintf(table, "\t%s", text)
		}
		_, _ = fmt.Fprint(table, "\t\n")
	}
	_ = table.Flush() // it writes to memory
}

// mistake is how often one thing was taken for another.
type mistake struct {
	shown, said string
	times, of   int
}

// confusionList lists the most frequent mistakes.
func (t training) confusionList(w io.Writer) {
	name := func(k int, none string) string {
		if k == len(t.Labels) {
			return none
		}
		return printable(t.Labels[k].Name)
	}
	var all []mistake
	for row, counts := range t.Evaluation.Confusion {
		pictures := 0
		for _, n := range counts {
			pictures += n
		}
		for column, n := range counts {
			if n > 0 && row != column {
				all = append(all, mistake{name(row, others), name(column, "no label"), n, pictures})
			}
		}
	}
	if len(all) == 0 {
		return
	}
	slices.SortStableFunc(all, func(a, b mistake) int { return cmp.Compare(b.times, a.times) })
	_, _ = fmt.Fprintf(w, "\nThe most frequent mistakes:\n\n")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprint(table, "SHOWN\tSAID\tPICTURES\n")
	for _, m := range all[:min(len(all), mostConfused)] {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%d of %d\n", m.shown, m.said, m.times, m.of)
	}
	_ = table.Flush() // it writes to memory
}

// writeJSON writes the report for programs.
func (t training) writeJSON(w io.Writer) error {
	type label struct {
		Label     string   `json:"label"`
		Pictures  int      `json:"pictures"`
		Precision *float64 `json:"precision"`
		Recall    float64  `json:"recall"`
		Threshold float64  `json:"threshold"`
	}
	type repeated struct {
		File string `json:"file"`
		Of   string `json:"of"`
	}
	type unreadable struct {
		File   string `json:"file"`
		Reason string `json:"reason"`
	}
	e := t.Evaluation
	report := struct {
		File       string       `json:"file"`
		Serve      string       `json:"serve"`
		Model      any          `json:"model"`
		Pictures   int          `json:"pictures"`
		Others     int          `json:"others"`
		Accuracy   float64      `json:"accuracy"`
		Deviation  float64      `json:"deviation"`
		Chance     float64      `json:"chance"`
		Folds      int          `json:"folds"`
		Strength   float64      `json:"strength"`
		Labels     []label      `json:"labels"`
		Confusion  [][]int      `json:"confusion"`
		Repeated   []repeated   `json:"repeated"`
		Unreadable []unreadable `json:"unreadable"`
		Beside     []string     `json:"beside"`
	}{
		t.file, t.Serve, t.Model, e.Pictures, e.Others, e.Accuracy, e.Deviation, e.Chance, e.Folds, e.Strength,
		[]label{}, e.Confusion, []repeated{}, []unreadable{}, append([]string{}, t.Beside...),
	}
	for k, l := range e.Labels {
		report.Labels = append(report.Labels, label{l.Name, l.Pictures, l.Precision, l.Recall, t.threshold(k)})
	}
	for _, d := range t.Repeated {
		report.Repeated = append(report.Repeated, repeated{d.Dropped, d.Kept})
	}
	for _, u := range t.Unreadable {
		report.Unreadable = append(report.Unreadable, unreadable{u.Path, u.Reason})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(report)
}
