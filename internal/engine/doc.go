// Package engine finds, checks and installs the shared library of ONNX Runtime.
// It works in a program without cgo, too: it reads libraries, it does not run them.
//
// [Find] looks for the library (find.go) among files, of which it reads what they
// are (inspect.go, format.go), and [Install] brings it to a folder (install.go):
// from the release that is pinned (release.go), or from whatever ONNX Runtime
// comes in, a release archive, a package of npm or PyPI, or the bare library
// (source.go, archive.go).
package engine
