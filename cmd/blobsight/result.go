package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
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
		File   string       `json:"file"`
		BlobID string       `json:"blob_id,omitempty"`
		Labels *[]api.Label `json:"labels,omitempty"` // [] when there are none, missing when it failed
		Error  *failure     `json:"error,omitempty"`
	}{File: r.file, BlobID: r.blobID}
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
	width := 0
	for _, l := range r.labels {
		width = max(width, utf8.RuneCountInString(l.Label))
	}
	for _, l := range r.labels {
		row := fmt.Sprintf("  %-*s  %5.1f%%  %s", width, printable(l.Label), l.Confidence, printable(strings.Join(l.Parents, ", ")))
		fmt.Fprintln(&b, strings.TrimRight(row, " "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
