package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"blobsight/client"
)

const (
	loadTime      = 10 * time.Second
	loadClients   = 4
	loadWorkers   = 2
	loadLimit     = 200 // MB, the target
	wholeRuns     = 5
	wholeLimit    = 1.15 // times its parts, the target
	modelIdle     = 2 * time.Second
	floatModel    = "bench/quality/mobilenetv2_fp32.yaml"
	sampleMemory  = 50 * time.Millisecond
	notGiven      = "not measured: -ort-lib and -models name the library and the folder with mobilenetv2_fp32.onnx"
	onnxRuntimeAs = "MobileNetV2 (float32, 14 MB) on ONNX Runtime"
)

// measureONNX finds out what a larger model costs on ONNX Runtime: time beside
// the network's own, and memory of a server under full load and after it.
func measureONNX(ctx context.Context, b *bench) ([]row, error) {
	if b.library == "" || b.models == "" {
		return []row{{what: onnxRuntimeAs, how: "-", skipped: notGiven}}, nil
	}
	b.say("onnx: a benchmark, then a server under load for %s", loadTime)
	whole, err := b.whole(ctx)
	if err != nil {
		return nil, err
	}
	rows := []row{whole}
	program := *b
	program.bin = filepath.Join(b.dir, "blobsight-onnx")
	if err := program.compile(ctx, "CGO_ENABLED=1"); err != nil {
		return rows, err
	}
	medium, err := b.enlarged("1-megapixel JPEG", 1200, 900)
	if err != nil {
		return rows, err
	}
	err = program.withServer(ctx, func(s *server) error {
		more, err := s.underLoad(ctx, medium)
		rows = append(rows, more...)
		return err
	}, "BLOBSIGHT_MODEL="+filepath.Join(b.root, floatModel), "BLOBSIGHT_MODELS="+b.models, "BLOBSIGHT_ORT_LIB="+b.library,
		"BLOBSIGHT_ENGINE=onnx", "BLOBSIGHT_WORKERS="+strconv.Itoa(loadWorkers), "BLOBSIGHT_MODEL_IDLE="+modelIdle.String())
	return rows, err
}

// whole compares Recognize with its parts, which run in turn in one process.
func (b *bench) whole(ctx context.Context) (row, error) {
	r := row{
		what: "`Recognize` of 1 megapixel, against decoding, shrinking and running the network alone",
		how:  "`go test -cpu 1 -bench BenchmarkRecognize ./internal/recognizer/onnx`, " + onnxRuntimeAs,
		unit: "times", target: below(wholeLimit),
	}
	//nolint:gosec // the arguments are constants
	cmd := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", "BenchmarkRecognize", "-cpu", "1",
		"-benchtime", "1s", "-count", strconv.Itoa(wholeRuns), "./internal/recognizer/onnx")
	cmd.Dir, cmd.Env = b.root, append(os.Environ(), "CGO_ENABLED=1", "BLOBSIGHT_ORT_LIB="+b.library)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return r, fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	var parts, whole series
	for line := range bytes.Lines(out) {
		took, err := perOperation(line)
		switch {
		case err != nil: // no line of a benchmark
		case bytes.Contains(line, []byte("/parts")):
			parts = append(parts, took...)
		default:
			whole = append(whole, took...)
		}
	}
	if len(parts) != wholeRuns || len(whole) != wholeRuns {
		return r, fmt.Errorf("the benchmark did not run as often as it should:\n%s", out)
	}
	for i := range whole {
		r.runs = append(r.runs, whole[i]/parts[i])
	}
	r.note = fmt.Sprintf("%s ms against %s ms", number(whole.median()), number(parts.median()))
	return r, nil
}

// underLoad has all workers of a server busy, and tells its rate and its memory
// meanwhile and when it has been idle for a while.
func (s *server) underLoad(ctx context.Context, p picture) ([]row, error) {
	loading, stop := context.WithCancel(ctx)
	highest := make(chan float64)
	go func() { highest <- s.highest(loading) }()
	took, all, err := closedLoop(ctx, loadClients, loadTime, func(ctx context.Context) error {
		_, err := s.client.Label(ctx, bytes.NewReader(p.bytes), client.LabelOptions{})
		return err
	})
	stop()
	most := <-highest
	if err != nil {
		return nil, err
	}
	if err := sleep(ctx, idle); err != nil {
		return nil, err
	}
	rest, err := readAll([]*server{s}, "VmRSS")
	how := fmt.Sprintf("%s, %d workers, %d clients with %s at `POST /labels` for %s", onnxRuntimeAs, loadWorkers, loadClients, about(p), loadTime)
	return []row{
		{what: "Resident memory under full load", how: how + "; the highest `VmRSS`", unit: "MB", target: below(loadLimit), runs: series{most}},
		{what: "Rate meanwhile", how: how, unit: "/s", runs: series{float64(len(took)) / all.Seconds()}},
		{what: "Resident memory when the model was given back", how: fmt.Sprintf("`VmRSS` %s later, with `--model-idle %s`", idle, modelIdle), unit: "MB", runs: rest},
	}, err
}

// highest watches the resident memory of a server until ctx ends, in MB.
func (s *server) highest(ctx context.Context) float64 {
	most := 0.0
	for errors.Is(sleep(ctx, sampleMemory), nil) {
		if now, err := readAll([]*server{s}, "VmRSS"); err == nil {
			most = max(most, now[0])
		}
	}
	return most
}
