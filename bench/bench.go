package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// bench is what all measurements share.
type bench struct {
	root     string // the repository
	dir      string // for everything that is made; removed in the end
	bin      string // the program
	given    bool   // bin was named by the caller, not built here
	library  string // of ONNX Runtime; empty: what needs it is not measured
	models   string // the folder of the models' files, likewise
	samples  []picture
	http     *http.Client
	progress io.Writer
	folders  int // made so far
}

// open builds the program, unless bin names one, and reads the sample pictures.
func open(ctx context.Context, bin, dir string, progress io.Writer) (*bench, error) {
	root, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "blobsight").Output()
	if err != nil {
		return nil, fmt.Errorf("find the repository (run this inside it): %w", err)
	}
	b := &bench{root: strings.TrimSpace(string(root)), bin: bin, given: bin != "", progress: progress}
	b.http = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, Timeout: time.Minute}
	if b.samples, err = readSamples(filepath.Join(b.root, "samples")); err != nil {
		return nil, err
	}
	if b.dir, err = os.MkdirTemp(dir, "blobsight-bench-"); err != nil {
		return nil, err
	}
	if b.given {
		b.bin, err = filepath.Abs(bin)
	} else {
		b.bin = filepath.Join(b.dir, "blobsight")
		err = b.compile(ctx, "CGO_ENABLED=0")
	}
	if err != nil {
		return nil, errors.Join(err, b.close())
	}
	return b, nil
}

func (b *bench) close() error { return os.RemoveAll(b.dir) }

// folder gives a new, empty folder for data.
func (b *bench) folder() string {
	b.folders++
	return filepath.Join(b.dir, fmt.Sprintf("data-%d", b.folders))
}

// say tells whoever waits what is going on.
func (b *bench) say(format string, args ...any) {
	_, _ = fmt.Fprintf(b.progress, format+"\n", args...)
}

// measure writes the rows of each wanted figure as soon as they are known. A
// figure that fails does not keep the others from being measured.
func (b *bench) measure(ctx context.Context, wanted []string, out io.Writer) error {
	var errs []error
	for _, f := range figures() {
		if !slices.Contains(wanted, f.name) || ctx.Err() != nil {
			continue
		}
		begin := time.Now()
		rows, err := f.measure(ctx, b)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", f.name, err))
		}
		for _, r := range rows {
			if _, err := io.WriteString(out, r.String()); err != nil {
				return err
			}
		}
		b.say("%s: measured in %.0f s", f.name, time.Since(begin).Seconds())
	}
	return errors.Join(append(errs, ctx.Err())...)
}
