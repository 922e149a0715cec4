// Command bundle builds the program of the Lambda functions and puts it into the
// zip that is deployed. The same source and the same Go give the same bytes,
// wherever and whenever it runs, so a deployment without changes changes nothing.
package main

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
)

func main() {
	out := flag.String("o", "dist/lambda.zip", "the zip to write")
	pkg := flag.String("pkg", "./cmd/lambda", "the package of the program")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *out, *pkg); err != nil {
		stop()
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1) //nolint:gocritic // stop was called
	}
}

func run(ctx context.Context, out, pkg string) error {
	dir, err := os.MkdirTemp("", "bundle-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	program := filepath.Join(dir, bootstrap)
	if err := build(ctx, program, pkg, describe(ctx)); err != nil {
		return err
	}
	data, err := os.ReadFile(program) //nolint:gosec // just written
	if err != nil {
		return err
	}
	file, err := pack(data)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o750); err != nil {
		return err
	}
	if err := os.WriteFile(out, file, 0o644); err != nil { //nolint:gosec // nothing secret
		return err
	}
	_, err = fmt.Fprintf(os.Stdout, "%s: %.1f MB, sha256 %x\n", out, float64(len(file))/1e6, sha256.Sum256(file))
	return err
}

// describe is the version of the checkout, as the Makefile's.
func describe(ctx context.Context) string {
	out, err := exec.CommandContext(ctx, "git", "describe", "--tags", "--always", "--dirty").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}

// build compiles pkg for the functions' system: Linux on arm64, static. Nothing of
// the place and time of the build is left in the program.
func build(ctx context.Context, program, pkg, version string) error {
	//nolint:gosec // the arguments are the developer's
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-tags=nodynamic,lambda.norpc",
		"-ldflags=-s -w -buildid= -X main.version="+version, "-o", program, pkg)
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0", "GOFLAGS=")
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go build %s: %w", pkg, err)
	}
	return nil
}
