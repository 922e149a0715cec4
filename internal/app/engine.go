package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"unicode"

	"blobsight/internal/download"
	"blobsight/internal/engine"
	"blobsight/internal/recognizer/onnx"
)

// engineFolder is where ONNX Runtime is installed inside the data folder.
const engineFolder = "engine"

// EngineLibrary says where ONNX Runtime is.
type EngineLibrary struct {
	ORTLib string `env:"BLOBSIGHT_ORT_LIB" name:"ort-lib" placeholder:"FILE" help:"Shared library of ONNX Runtime. Default: the one that \"blobsight engine install\" got, then the system's."`
}

// Engine is what is known about ONNX Runtime on this machine.
type Engine struct {
	Library string // the path; empty: none was found
	Version string // of the library, such as 1.30.0
	BuiltIn bool   // whether this program was built with what uses it
}

// FindEngine looks for the library: where the setting says, in the data folder,
// where the system's loader looks. The error says where it looked, and how to
// get the library.
func FindEngine(l EngineLibrary, d DataDir) (Engine, error) {
	e := Engine{BuiltIn: onnx.Available}
	dirs, err := engineDirs(d)
	if err != nil && l.ORTLib == "" {
		return e, err
	}
	lib, err := engine.Find(l.ORTLib, dirs...)
	missing := (*engine.NotFoundError)(nil)
	if errors.As(err, &missing) {
		missing.Command = command(d)
	}
	if err != nil {
		if l.ORTLib != "" && missing == nil {
			err = fmt.Errorf("--ort-lib (BLOBSIGHT_ORT_LIB): %w; leave it out for the library that this gets: %s", err, command(d))
		}
		return e, err
	}
	e.Library, e.Version = lib.Path, lib.Version
	return e, nil
}

// TryEngine loads the library of e. The error says why it does not work, or that
// this program was built without what uses it.
func TryEngine(e Engine) error {
	_, err := onnx.Version(e.Library)
	return err
}

// quoted is a word as a shell takes it.
func quoted(word string) string {
	if strings.ContainsFunc(word, special) {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}

// special reports whether a letter may mean something else to a shell.
func special(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/._-+=:,@%", r)
}

// engineDirs are the folders to look in, in their order.
func engineDirs(d DataDir) ([]string, error) {
	dir, err := d.Dir()
	if err != nil {
		return nil, err
	}
	loader := "LD_LIBRARY_PATH"
	switch runtime.GOOS {
	case "darwin":
		loader = "DYLD_LIBRARY_PATH"
	case "windows":
		loader = "PATH"
	}
	dirs := []string{filepath.Join(dir, engineFolder)}
	//nolint:forbidigo // this is the one package that reads the environment
	dirs = append(dirs, filepath.SplitList(os.Getenv(loader))...)
	return append(dirs, engine.SystemDirs()...), nil
}

// command is what gets the library into the data folder.
func command(d DataDir) string {
	if d.Data == "" {
		return "blobsight engine install"
	}
	return "blobsight engine install --data " + quoted(d.Data)
}

// EngineVersion is the release of ONNX Runtime that InstallEngine gets.
const EngineVersion = engine.Version

// InstalledEngine is what InstallEngine did.
type InstalledEngine struct {
	Engine
	SHA256   string // of the file that the library came in
	Verified bool   // false: nobody knew that sum in advance
}

// InstallEngine brings ONNX Runtime to the data folder: the official release, or
// what from names, a file or an address. sha256 is the sum that from must have;
// empty: the official one, or any if from is a file of this machine.
func InstallEngine(ctx context.Context, d DataDir, from, sha256 string, progress func(done, total int64)) (InstalledEngine, error) {
	dir, err := d.Dir()
	if err != nil {
		return InstalledEngine{}, err
	}
	opt := engine.Options{
		Dir: filepath.Join(dir, engineFolder),
		Fetch: func(ctx context.Context, address string, size int64, sha256, dest string) error {
			return download.Fetch(ctx, download.File{URLs: []string{address}, Bytes: size, SHA256: sha256}, dest, progress)
		},
	}
	if onnx.Available {
		opt.Try = func(path string) error {
			_, err := onnx.Version(path)
			return err
		}
	}
	in, err := engine.Install(ctx, engine.Source{From: from, SHA256: sha256}, opt)
	if err != nil {
		return InstalledEngine{}, err
	}
	return InstalledEngine{Engine{in.Path, in.Version, onnx.Available}, in.SHA256, in.Verified}, nil
}
