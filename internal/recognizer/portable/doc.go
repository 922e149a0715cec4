// Package portable runs small convolutional classifiers and detectors in plain
// Go: no cgo, no assembly, no unsafe, so it works wherever Go does and in a
// static binary.
//
// # What it takes
//
// [Load] reads an ONNX file (operator sets 7 to 25) of a strict small set of
// operators on float32 over NCHW tensors:
//
//   - that compute: Add, AveragePool, Clip, Conv (groups, strides, pads,
//     dilations), Gemm, GlobalAveragePool, LeakyRelu, MaxPool, Mul, Relu, Resize
//     (of height and width, nearest and linear, from operator set 11 on),
//     Sigmoid and Softmax;
//   - that move values or name them: Concat, Constant, Dropout, Flatten, Identity,
//     Reshape, Slice, Split and Transpose;
//   - that compute shapes, which is done by Load: Shape, Gather, Unsqueeze and
//     Concat of short int64 lists;
//   - of quantized models (signed or unsigned 8 bits, one scale for each tensor,
//     weights also one for each channel): QuantizeLinear, DequantizeLinear,
//     QLinearConv, QLinearMatMul, and of the domain com.microsoft QLinearAdd and
//     QLinearGlobalAveragePool.
//
// Whatever else a file holds (another operator, an attribute, a mode or a shape
// that is not understood, external data) is refused by Load with the name of
// the operator and its node, so that nothing is left to go wrong in
// [Engine.Run]. The model has one input, whose first dimension (the batch) is 1
// or open, and any number of outputs of float32; [Options] may choose some.
//
// # How it works
//
// The path of a model is: the bytes (package wire), the messages (model.go,
// tensor.go, attribute.go), the plan (builder.go calls one function per operator,
// which op.go finds), the memory (memory.go), the run (engine.go). One file per
// operator holds how it is read and how it runs. Convolution has three ways to
// run, chosen by shape in conv.go: Winograd for 3x3 of stride 1, channel by
// channel for depthwise, and multiplication of packed panels for the rest;
// activations (Relu, Clip, LeakyRelu, Sigmoid, and SiLU, which is Mul of a value
// and its Sigmoid) and residual Add that follow it are done in the same step.
// Transpose, Slice and Split are one kind of copy (strided.go). Steps that no
// wanted output depends on are left out.
//
// Quantized models run on the same kernels: whole numbers are kept as float32,
// less their zero point, in which sums are exact up to 2^24, and each convolution
// ends in a rounding (coding.go, rounding.go). That is as fast as float32, not
// faster, and gives the numbers that engines with integer sums give.
//
// Sigmoid and SiLU use an exponential (exp.go) whose error is below 3e-6 in
// Sigmoid's values and 1e-5 of a value in those of SiLU. Two detectors and two
// classifiers are held to the values of ONNX Runtime (testdata/golden.py).
//
// # What it leaves behind
//
// An idle Engine holds the packed weights (1 to 1.8 times the size in the file,
// 4 times for weights of 8 bits) and nothing of the file. Each call of Run
// borrows working memory from a sync.Pool, which the garbage collector empties
// when the Engine is idle.
//
// # Limits
//
// A hostile file cannot cause a panic or a large allocation in Load: every size
// is checked against the bytes present, a tensor has at most 2^26 values, a plan
// at most 2^14 steps, and working memory and outputs of a run take at most 512
// MiB. It can still describe a model that takes long to run; Run honors its
// context between layers.
package portable
