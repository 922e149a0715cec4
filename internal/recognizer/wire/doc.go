// Package wire reads the messages of an ONNX file, which is written in the wire
// format of protocol buffers, field by field and without copies. What the fields
// mean is known to those who read them. A hostile file cannot cause a panic, nor
// grow to many times its size in memory.
package wire
