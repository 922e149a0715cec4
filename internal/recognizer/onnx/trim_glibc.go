//go:build cgo && linux

package onnx

/*
#include <stdlib.h> // defines __GLIBC__ where it is the C library
#ifdef __GLIBC__
#include <malloc.h>
static void trim(void) { malloc_trim(0); }
#else
static void trim(void) {}
#endif
*/
import "C"

// trim has the C library give the memory back to the system that ONNX Runtime
// freed. glibc would keep most of it.
func trim() { C.trim() }
