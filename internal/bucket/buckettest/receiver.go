package buckettest

import (
	"testing"

	"blobsight"
)

// receiverOperations are those of buckets whose links lead to this server. For
// any other bucket they are skipped.
func receiverOperations() map[string]func(*testing.T, Harness) {
	return map[string]func(*testing.T, Harness){
		"Put":       receiving(testPut),
		"PutBroken": receiving(testPutBroken),
		"PutAtOnce": receiving(testPutAtOnce),
		"Verify":    receiving(testVerify),
	}
}

// receiving makes a test of one for buckets that receive uploads themselves.
func receiving(test func(*testing.T, Harness, blobsight.UploadReceiver)) func(*testing.T, Harness) {
	return func(t *testing.T, h Harness) {
		receiver, ok := h.Bucket.(blobsight.UploadReceiver)
		if !ok {
			t.Skip("this bucket does not receive uploads itself")
		}
		test(t, h, receiver)
	}
}
