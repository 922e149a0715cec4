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

	"blobsight/internal/app"
)

// training is what was learned, to be printed.
type training struct {
	file string
	*app.TrainingReport
}

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
	width := t.nameWidth("LABEL")
	_, _ = fmt.Fprintf(w, "%-*s  PICTURES  PRECISION  RECALL  THRESHOLD\n", width, "LABEL")
	for k, l := range t.Evaluation.Labels {
		_, _ = fmt.Fprintf(w, "%-*s  %8d  %9s  %5.1f%%  %8.1f%%\n", width, printable(l.Name), l.Pictures, precision(l.Precision), l.Recall, t.Labels[k].Threshold)
	}
	if n := t.Evaluation.Others; n > 0 {
		_, _ = fmt.Fprintf(w, "%-*s  %8d\n", width, others, n)
	}
}

// precision as people read it.
func precision(p *float64) string {
	if p == nil {
		return "-"
	}
	return fmt.Sprintf("%.1f%%", *p)
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
	row := func(name string, cells []string) {
		_, _ = fmt.Fprintf(w, "%-*s", t.nameWidth("")+3, name)
		for _, c := range cells {
			_, _ = fmt.Fprintf(w, "  %4s", c)
		}
		_, _ = fmt.Fprintln(w)
	}
	_, _ = fmt.Fprint(w, "\nWhat pictures show, and which label was the surest (- is none):\n\n")
	var header []string
	for k := range t.Labels {
		header = append(header, strconv.Itoa(k+1))
	}
	row("", append(header, "-"))
	for k, counts := range t.Evaluation.Confusion {
		name := " - " + others
		if k < len(t.Labels) {
			name = fmt.Sprintf("%2d %s", k+1, printable(t.Labels[k].Name))
		} else if t.Evaluation.Others == 0 {
			break
		}
		cells := make([]string, len(counts))
		for i, n := range counts {
			cells[i] = strconv.Itoa(n)
			if n == 0 {
				cells[i] = "."
			}
		}
		row(name, cells)
	}
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
		File: t.file, Serve: t.Serve, Model: t.Model, Pictures: e.Pictures, Others: e.Others,
		Accuracy: e.Accuracy, Deviation: e.Deviation, Chance: e.Chance, Folds: e.Folds, Strength: e.Strength,
		Labels: []label{}, Confusion: e.Confusion, Repeated: []repeated{}, Unreadable: []unreadable{}, Beside: append([]string{}, t.Beside...),
	}
	for k, l := range e.Labels {
		report.Labels = append(report.Labels, label{l.Name, l.Pictures, l.Precision, l.Recall, t.Labels[k].Threshold})
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
