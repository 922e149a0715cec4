//go:build cgo

package onnx

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	ort "github.com/yalue/onnxruntime_go"
)

// environment is ONNX Runtime in this process: the library that is loaded, and
// how many use it. ONNX Runtime and the binding to it have one environment for
// each process, so this is the one package-level variable of the program that
// changes. It is loaded by the first user and released by the last one.
var environment struct {
	sync.Mutex
	library string
	users   int
}

// acquire makes ONNX Runtime available until release is called.
func acquire(library string) error {
	environment.Lock()
	defer environment.Unlock()
	if environment.users > 0 {
		if environment.library != library {
			return fmt.Errorf("this process has loaded ONNX Runtime from %s already; it cannot load %s too", environment.library, library)
		}
		environment.users++
		return nil
	}
	ort.SetSharedLibraryPath(library)
	// Errors come back as values; without this they are printed to stderr, too.
	if err := ort.InitializeEnvironment(ort.WithLogLevelFatal()); err != nil {
		return loadError(library, err)
	}
	environment.library, environment.users = library, 1
	return nil
}

// release undoes one acquire.
func release() error {
	environment.Lock()
	defer environment.Unlock()
	if environment.users--; environment.users > 0 {
		return nil
	}
	if err := ort.DestroyEnvironment(); err != nil {
		return fmt.Errorf("unload ONNX Runtime: %w", err)
	}
	trim()
	return nil
}

// loadError says what is wrong with a library.
func loadError(library string, err error) error {
	text := err.Error()
	switch {
	case strings.Contains(text, "API base: 2"): // it does not know the version of the interface that we ask for
		return fmt.Errorf("load ONNX Runtime: %s is too old; version %s or newer is needed", library, MinVersion)
	case strings.Contains(text, "OrtGetApiBase"):
		return fmt.Errorf("load ONNX Runtime: %s is another library", library)
	case strings.Contains(text, library+": "): // what the system's loader says
		return errors.New("load ONNX Runtime: " + text[strings.LastIndex(text, library+": "):])
	default:
		return fmt.Errorf("load ONNX Runtime from %s: %w", library, err)
	}
}

// Version loads a library and tells its version, such as "1.30.0".
func Version(library string) (string, error) {
	if err := acquire(library); err != nil {
		return "", err
	}
	return ort.GetVersion(), release()
}
