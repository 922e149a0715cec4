// Package embedding gives classifiers one more output: the embedding of a
// picture, which is what the network knows of it before the last layer makes
// classes of that. It changes the ONNX file and runs nothing, so that every
// engine can run the result.
package embedding
