package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"slices"
	"strings"
	"unicode/utf8"

	"blobsight"
	"blobsight/api"
	"blobsight/client"
)

// result is what was found in one file, or why nothing was.
type result struct {
	file   string
	blobID string // empty without a server
	labels []api.Label
	image  *api.Properties // nil unless they were asked for
	err    error
}

// codes of failures that are not the contract's.
const (
	codeCannotRead  = "cannot_read"
	codeTimeout     = "timeout"
	codeUnreachable = "unreachable"
	codeInternal    = "internal"
)

// failure is why there are no labels, in the form of the contract.
type failure struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func failureOf(err error) failure {
	var (
		domain *blobsight.Error
		server *client.Error
		file   *fs.PathError
		dial   *net.OpError
	)
	switch {
	case errors.As(err, &domain):
		detail := domain.Detail
		if detail == "" {
			detail = domain.Message
		}
		return failure{domain.Code, detail}
	case errors.As(err, &server) && server.Code != "":
		return failure{server.Code, server.Error()}
	case errors.As(err, &file):
		return failure{codeCannotRead, file.Err.Error()} // the name is told already
	case errors.Is(err, context.DeadlineExceeded):
		return failure{codeTimeout, err.Error()}
	case errors.As(err, &dial):
		return failure{codeUnreachable, err.Error()}
	default:
		return failure{codeInternal, err.Error()}
	}
}

// writeJSON writes r as one line.
func (r result) writeJSON(w io.Writer) error {
	line := struct {
		File       string          `json:"file"`
		BlobID     string          `json:"blob_id,omitempty"`
		Labels     *[]api.Label    `json:"labels,omitempty"` // [] when there are none, missing when it failed
		Properties *api.Properties `json:"properties,omitempty"`
		Error      *failure        `json:"error,omitempty"`
	}{File: r.file, BlobID: r.blobID, Properties: r.image}
	if r.err != nil {
		f := failureOf(r.err)
		line.Error = &f
	} else {
		line.Labels = &r.labels
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(line)
}

// writeTable writes the name of the file and a row for each label.
func (r result) writeTable(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintln(&b, printable(r.file))
	if len(r.labels) == 0 {
		fmt.Fprintln(&b, "  (no label is sure enough; try a lower --min-confidence)")
	}
	r.rows(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// rows writes a row for each label, and one for the properties if there are any.
func (r result) rows(b *strings.Builder) {
	width := 0
	for _, l := range r.labels {
		width = max(width, utf8.RuneCountInString(l.Label))
	}
	for _, l := range r.labels {
		row := fmt.Sprintf("  %-*s  %5.1f%%%s  %s", width, printable(l.Label), l.Confidence, r.boxes(l), printable(strings.Join(l.Parents, ", ")))
		fmt.Fprintln(b, strings.TrimRight(row, " "))
	}
	if r.image != nil {
		fmt.Fprintf(b, "  sharpness %.0f, brightness %.0f, contrast %.0f; colors: %s\n",
			r.image.Sharpness, r.image.Brightness, r.image.Contrast, colors(r.image.DominantColors))
	}
}

// boxes is the column that says how many boxes a label has: none where no label has any.
func (r result) boxes(l api.Label) string {
	if !slices.ContainsFunc(r.labels, func(l api.Label) bool { return len(l.Instances) > 0 }) {
		return ""
	}
	if len(l.Instances) == 0 {
		return "     "
	}
	return fmt.Sprintf("  x%-2d", len(l.Instances))
}

// colors names the dominant colors, each name once, with their shares.
func colors(dominant []api.DominantColor) string {
	var names, words []string
	share := map[string]float64{}
	for _, c := range dominant {
		if share[c.CSSColor] == 0 {
			names = append(names, c.CSSColor)
		}
		share[c.CSSColor] += c.PixelPercent
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(share[b], share[a]) })
	for _, name := range names {
		words = append(words, fmt.Sprintf("%s %.0f%%", name, share[name]))
	}
	return strings.Join(words, ", ")
}
