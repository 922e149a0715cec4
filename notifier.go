package blobsight

import "context"

// Notifier tells the client about a blob that has reached a final state.
//
// Notify makes one attempt. Nil means that the receiver took the message (2xx);
// any other answer, and none, is an error whose text may be shown to the owner
// of the callback. The same blob is always told under the same message id, so a
// receiver can drop repetitions.
type Notifier interface {
	Notify(ctx context.Context, b *Blob) error
}
