package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Find looks for the library. If explicit is not empty it is the file, or the
// folder that holds it, and nothing else is looked at. Otherwise the first fit
// file in dirs is it. When there is none, the error is a *NotFoundError.
func Find(explicit string, dirs ...string) (*Library, error) {
	if explicit != "" {
		return findExplicit(explicit, thisPlatform())
	}
	return find(dirs, thisPlatform())
}

func findExplicit(path string, p platform) (*Library, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("ONNX Runtime: %w", err)
	}
	if info.IsDir() {
		return find([]string{path}, p)
	}
	lib, err := inspect(path, p)
	if err != nil {
		return nil, fmt.Errorf("ONNX Runtime: %w", err)
	}
	return lib, nil
}

func find(dirs []string, p platform) (*Library, error) {
	missing := &NotFoundError{Command: "blobsight engine install"}
	for _, dir := range dirs {
		if dir == "" || slices.Contains(missing.Dirs, dir) {
			continue
		}
		missing.Dirs = append(missing.Dirs, dir)
		for _, path := range candidates(dir, p) {
			lib, err := inspect(path, p)
			if err == nil {
				return lib, nil
			}
			missing.Unfit = append(missing.Unfit, err)
		}
	}
	return nil, missing
}

// candidates are the files in dir that have a name of the library, the one
// without a version first.
func candidates(dir string, p platform) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	pattern := p.libraryPattern()
	var paths []string
	for _, e := range entries { // sorted by name
		if !e.IsDir() && pattern.MatchString(e.Name()) {
			paths = append(paths, filepath.Join(dir, e.Name()))
		}
	}
	return paths
}

// NotFoundError is the error of Find when no folder has the library.
type NotFoundError struct {
	Command string   // what gets the library
	Dirs    []string // all that were looked at
	Unfit   []error  // for each file that was found, why it cannot be used
}

func (e *NotFoundError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "ONNX Runtime is not installed; get it with: %s\nlooked in %s", e.Command, strings.Join(e.Dirs, ", "))
	for _, err := range e.Unfit {
		fmt.Fprintf(&b, "\n%v", err)
	}
	return b.String()
}

// Is makes errors.Is(err, fs.ErrNotExist) true.
func (*NotFoundError) Is(target error) bool { return errors.Is(target, fs.ErrNotExist) }

// SystemDirs are the folders where systems keep libraries, in which Find may look.
func SystemDirs() []string { return systemDirs(thisPlatform()) }

func systemDirs(p platform) []string {
	switch p.os {
	case "windows":
		return nil // the folders of PATH are the usual ones there
	case "darwin":
		return []string{"/opt/homebrew/lib", "/usr/local/lib", "/opt/onnxruntime/lib"}
	default:
		dirs := []string{"/usr/local/lib", "/opt/onnxruntime/lib", "/usr/lib", "/usr/lib64"}
		switch p.arch {
		case "amd64":
			dirs = slices.Insert(dirs, 2, "/usr/lib/x86_64-linux-gnu")
		case "arm64":
			dirs = slices.Insert(dirs, 2, "/usr/lib/aarch64-linux-gnu")
		}
		return dirs
	}
}
