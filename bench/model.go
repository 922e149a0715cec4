package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"time"

	"blobsight/client"
)

const (
	engineRuns  = 5
	engineLimit = 60 // ms, the target
	sampleName  = "school-bus.jpg"
	labelRuns   = 15
	largeRuns   = 7
)

// measureModel finds out how long one picture takes on one core: in the engine
// alone, and from its bytes to its labels.
func measureModel(ctx context.Context, b *bench) ([]row, error) {
	b.say("model: %d runs of the engine's benchmark, then pictures on one core", engineRuns)
	engine, err := b.engine(ctx)
	if err != nil {
		return nil, err
	}
	small, err := b.sample(sampleName)
	if err != nil {
		return nil, err
	}
	large, err := b.large()
	if err != nil {
		return nil, err
	}
	var one, many series
	err = b.withServer(ctx, func(s *server) error {
		if one, err = s.label(ctx, small, labelRuns); err != nil {
			return err
		}
		many, err = s.label(ctx, large, largeRuns)
		return err
	}, "GOMAXPROCS=1")
	how := "`POST /labels` with GOMAXPROCS=1: read, decode, shrink, recognize, answer; "
	return []row{
		{
			what: "Embedded model, one picture, one core", how: "the engine alone: `go test -cpu 1 -bench BenchmarkEmbedded/threads=1`",
			target: below(engineLimit), unit: "ms", runs: engine,
		},
		{what: "A sample picture to labels, one core", how: how + about(small), target: below(engineLimit), unit: "ms", runs: one},
		{what: "12 megapixels to labels, one core", how: how + about(large), unit: "ms", runs: many},
	}, err
}

func about(p picture) string { return fmt.Sprintf("%s, %.2f MB", p.name, float64(len(p.bytes))/1e6) }

// label has p labelled n times and gives how long each took, in ms. The first
// time is not counted.
func (s *server) label(ctx context.Context, p picture, n int) (series, error) {
	var took series
	for range n + 1 {
		begin := time.Now()
		if _, err := s.client.Label(ctx, bytes.NewReader(p.bytes), client.LabelOptions{}); err != nil {
			return nil, err
		}
		took = append(took, milliseconds(time.Since(begin)))
	}
	return took[1:], nil
}

// engine runs the engine's own benchmark and gives the time of one picture in each run, in ms.
func (b *bench) engine(ctx context.Context) (series, error) {
	//nolint:gosec // the arguments are constants
	cmd := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", "BenchmarkEmbedded/threads=1$", "-cpu", "1",
		"-benchtime", "500ms", "-count", strconv.Itoa(engineRuns), "./internal/recognizer/portable")
	cmd.Dir, cmd.Env = b.root, append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return perOperation(out)
}

// perOperation reads the times that "go test -bench" printed, in ms.
func perOperation(out []byte) (series, error) {
	var took series
	for _, m := range regexp.MustCompile(`(?m)^Benchmark\S+\s+\d+\s+([0-9.]+) ns/op`).FindAllSubmatch(out, -1) {
		ns, err := strconv.ParseFloat(string(m[1]), 64)
		if err != nil {
			return nil, err
		}
		took = append(took, ns/1e6)
	}
	if len(took) == 0 {
		return nil, fmt.Errorf("no benchmark was run:\n%s", out)
	}
	return took, nil
}
