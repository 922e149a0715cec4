// Package portable runs small convolutional classifiers in plain Go: no cgo, no
// assembly, no unsafe, so it works wherever Go does and in a static binary.
//
// # What it takes
//
// [Load] reads an ONNX file (operator sets 7 to 25) of a strict small set of
// float32 operators over NCHW tensors: Conv (groups, strides, pads, dilations),
// Relu, Clip, Add, GlobalAveragePool, AveragePool, MaxPool, Flatten, Reshape,
// Gemm, Softmax, Identity, Dropout and Constant. Whatever else a file holds
// (another operator, an attribute or a shape that is not understood, external
// data) is refused by Load with the name of the operator and its node, so that
// nothing is left to go wrong in [Engine.Run]. The model has one input, whose
// first dimension (the batch) is 1 or open, and the first output is the result.
//
// # How it works
//
// The path of a model is: the bytes (wire.go), the messages (model.go,
// tensor.go, attribute.go), the plan (build.go calls one function per operator),
// the memory (memory.go), the run (engine.go). One file per operator holds how
// it is read and how it runs. Convolution has three ways to run, chosen by
// shape in conv.go: Winograd for 3x3 of stride 1, channel by channel for
// depthwise, and multiplication of packed panels for the rest; Relu, Clip and
// residual Add that follow it are done in the same step.
//
// # What it leaves behind
//
// An idle Engine holds the packed weights (1 to 1.8 times the size in the file)
// and nothing of the file. Each call of Run borrows working memory from a
// sync.Pool, which the garbage collector empties when the Engine is idle.
//
// # Limits
//
// A hostile file cannot cause a panic or a large allocation in Load: every size
// is checked against the bytes present, a tensor has at most 2^26 values, and
// the working memory of a run is at most 512 MiB. It can still describe a model
// that takes long to run; Run honors its context between layers.
package portable
