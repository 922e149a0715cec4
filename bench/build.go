package main

import (
	"context"
	"debug/elf"
	"errors"
	"fmt"
	"os"
	"os/exec"
)

// compile makes the program as "make build" does.
func (b *bench) compile(ctx context.Context, cgo string) error {
	b.say("building with %s", cgo)
	//nolint:gosec // b.bin is a path that this program made
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-tags", "nodynamic", "-ldflags", "-s -w", "-o", b.bin, "./cmd/blobsight")
	cmd.Dir, cmd.Env = b.root, append(os.Environ(), cgo)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return nil
}

// measureBuild looks at the program that was built.
func measureBuild(_ context.Context, b *bench) ([]row, error) {
	info, err := os.Stat(b.bin)
	if err != nil {
		return nil, err
	}
	how := "`CGO_ENABLED=0 go build -trimpath -tags nodynamic -ldflags '-s -w'`"
	if b.given {
		how = "the program given with `-bin`"
	}
	size := row{what: "Size of the one binary, model included", how: how, unit: "MB", runs: series{float64(info.Size()) / 1e6}}
	loads, err := dynamic(b.bin)
	if format := (*elf.FormatError)(nil); errors.As(err, &format) {
		size.note = "whether it is static is only known for ELF files"
		return []row{size}, nil
	}
	if err != nil {
		return nil, err
	}
	static := row{
		what: "Static build: files that the binary asks the system to load", how: how + "; ELF segments and dynamic section",
		target: target{limit: 1, words: "none"}, unit: "files", runs: series{float64(loads)},
	}
	return []row{static, size}, nil
}

// dynamic counts what an ELF file asks the system to load: a loader, and libraries.
func dynamic(path string) (n int, err error) {
	f, err := elf.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			n++
		}
	}
	libraries, err := f.ImportedLibraries()
	if err != nil && !errors.Is(err, elf.ErrNoSymbols) {
		return 0, err
	}
	return n + len(libraries), nil
}
