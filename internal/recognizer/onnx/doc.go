// Package onnx runs models with ONNX Runtime: any operator, about the speed
// that the machine can give. It needs cgo and ONNX Runtime's shared library
// (1.24 or newer), which is loaded while the program runs; a program that was
// built without cgo has the same functions, and [Load] says how to build it.
//
// # How it works
//
// [Load] reads the model once, to check that the inputs and outputs that were
// asked for exist (signature.go). An [Engine] is a pool of sessions (pool.go),
// each with one thread, that of the caller: as many recognitions run at once as
// there are sessions, and none gets in another's way. Sessions are made when
// they are first needed, and closed when they were not needed for a while; the
// session used last is used first, so that at a low load the others may go.
//
// Weights that are stored as float16 or in 8 bits are expanded when a session is
// made (weights.go), so that runs are as fast as with weights of 32 bits.
//
// # Memory
//
// A session holds the weights, some of them twice (ONNX Runtime packs them
// anew), and working memory in an arena of its own, all of which goes with it.
// The C library is told to give what was freed back to the system
// (trim_glibc.go). The bytes of the model are not kept; they are read anew for
// each session. What an idle engine leaves is the library itself, about 25 MB
// that the system shares between processes and may drop.
//
// # Hostile models
//
// A file that is broken, or asks for what it does not have, gets an error. But
// ONNX Runtime is a large program in C++: files from strangers should be held
// against a sum before they come here.
//
// # The one global thing
//
// ONNX Runtime has one environment for the whole process, and the library is
// loaded once (environment.go). All engines of a process use the same library.
package onnx
