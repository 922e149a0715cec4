// Package recognizertest is the conformance suite of [blobsight.Recognizer].
// Every recognizer's test runs it; a recognizer that passes can take the place
// of any other. It is split by subject: one file for each.
//
// The pictures are made in code, so the suite needs no files, and it expects
// no certain label: only that what is said holds together.
package recognizertest

import (
	"testing"

	"blobsight"
)

// Run runs the suite. open gives a recognizer that is ready, for the limits of
// the service (15 MB, 50 megapixels, 16 pixels at least); it may give the same
// one each time, and cleans up with t.Cleanup.
func Run(t *testing.T, open func(t *testing.T) blobsight.Recognizer) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, blobsight.Recognizer){
		"Labels":      testLabels,
		"Options":     testOptions,
		"Determinism": testDeterminism,
		"Image":       testImage,
		"Properties":  testProperties,
		"BadImages":   testBadImages,
		"ReadErrors":  testReadErrors,
		"Cancel":      testCancel,
		"Closes":      testCloses,
		"Concurrency": testConcurrency,
		"Vocabulary":  testVocabulary,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}
