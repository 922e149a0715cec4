// Package e2e holds the product's stories: testdata/*.txtar are scripts that
// drive the real binary, its server over HTTP and real receivers of callbacks.
// They read without knowledge of the code. README.md here lists the commands
// that the scripts have beyond those of testscript.
package e2e
