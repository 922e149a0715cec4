package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
)

const (
	jpegRuns  = 5
	plainJPEG = 200 // ms, the target of the program's own decoder
	turboJPEG = 60  // ms, that of libjpeg-turbo
)

// measureJPEG finds out how long a camera's JPEG takes until a network can read
// it, with the program's own decoder and with libjpeg-turbo where that is
// installed.
func measureJPEG(ctx context.Context, b *bench) ([]row, error) {
	b.say("jpeg: %d runs of a benchmark, with each decoder", jpegRuns)
	how := "`go test -cpu 1 -bench JPEG12MP/scaled ./internal/imaging`"
	plain, err := b.jpeg(ctx, "nodynamic", "CGO_ENABLED=0")
	if err != nil {
		return nil, err
	}
	rows := []row{{what: "12-megapixel JPEG to a tensor of 224 x 224, one core", how: how, unit: "ms", target: below(plainJPEG), runs: plain}}
	turbo := row{what: "The same with libjpeg-turbo", how: how + " with `-tags turbojpeg`", unit: "ms", target: below(turboJPEG)}
	if turbo.runs, err = b.jpeg(ctx, "nodynamic,turbojpeg", "CGO_ENABLED=1"); err != nil {
		turbo.skipped = "not measured: it needs a C compiler and libturbojpeg0-dev"
	}
	return append(rows, turbo), ctx.Err()
}

// jpeg runs the benchmark of a build and gives the time of one picture in each run, in ms.
func (b *bench) jpeg(ctx context.Context, tags, cgo string) (series, error) {
	//nolint:gosec // the arguments are constants
	cmd := exec.CommandContext(ctx, "go", "test", "-tags", tags, "-run", "^$", "-bench", "JPEG12MP/scaled$", "-cpu", "1",
		"-benchtime", "10x", "-count", strconv.Itoa(jpegRuns), "./internal/imaging")
	cmd.Dir, cmd.Env = b.root, append(os.Environ(), cgo)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return perOperation(out)
}
