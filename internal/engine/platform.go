package engine

import (
	"regexp"
	"runtime"
)

// MinVersion is the oldest ONNX Runtime that works: the binding asks for its
// interface 24, which came with this version.
const MinVersion = "1.24"

// platform is an operating system and a processor, by Go's names.
type platform struct{ os, arch string }

func thisPlatform() platform { return platform{runtime.GOOS, runtime.GOARCH} }

func (p platform) String() string { return p.os + "/" + p.arch }

// libraryName is what the library is called where it is installed.
func (p platform) libraryName() string {
	switch p.os {
	case "windows":
		return "onnxruntime.dll"
	case "darwin":
		return "libonnxruntime.dylib"
	default:
		return "libonnxruntime.so"
	}
}

// libraryPattern matches the names under which packages hold the library, and
// not those of the libraries that come with it.
func (p platform) libraryPattern() *regexp.Regexp {
	switch p.os {
	case "windows":
		return regexp.MustCompile(`(?i)^onnxruntime\.dll$`)
	case "darwin":
		return regexp.MustCompile(`^libonnxruntime(\.\d+)*\.dylib$`)
	default:
		return regexp.MustCompile(`^libonnxruntime\.so(\.\d+)*$`)
	}
}
