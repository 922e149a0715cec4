// Package recognizer recognizes pictures with a local model: it reads the
// bytes, has an [Engine] run the network, and turns its output into labels.
// The adapters below it (portable and others) are engines; which one is used
// is decided in internal/app.
//
// It keeps nothing between calls. Memory and processors are bounded: at most
// Concurrency pictures are decoded and run at once, while others wait. Waiting
// and slow uploads hold the bytes of their file only.
package recognizer
