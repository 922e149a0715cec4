// Package client speaks to a Blobsight server from a Go program: hand in a
// picture, get labels back.
//
// # The flow
//
// [Client.Submit] does all of it and returns the finished [Blob]. Its steps are
// methods too, for programs in which one process creates, another uploads and a
// third gets the callback: [Client.Create] asks for a place to upload,
// [Client.Upload] puts the picture there, [Client.Wait] waits until the blob is
// final, [Client.Watch] tells each state on the way. Neither asks again and again,
// unless something between here and the server makes it necessary.
// [Client.Label] takes the short way: a picture in, labels out, nothing kept.
//
// # Callbacks
//
// A server that was given a callback URL POSTs the finished blob to it, signed
// as Standard Webhooks 1.0.0 says. [VerifyCallback] checks the signature and
// decodes the body. A callback may arrive more than once, each time with the
// same webhook-id header; answer with any 2xx, or it is sent again.
//
// The server keeps a log of each attempt: [Client.Deliveries] shows that of one
// blob, [Client.LastDeliveries] where all callbacks stand. [Client.Replay] makes a
// callback again, [Client.ReplayAll] all that failed in a span of time, such as
// an outage of the receiver.
//
// # Errors
//
// What the server refuses is an [*Error] with the server's words. Those that a
// program is likely to tell apart have a value for [errors.Is], such as
// [ErrBlobNotFound]. A picture that cannot be recognized is no error of the
// flow: its blob is [Failed], and [Blob].Error says why.
//
// # API keys
//
// The key is sent to the server itself and never to an upload link, which may
// lead to another service and is its own permission.
//
// # Limits
//
// What fails is not tried again, but for a stream of events that was cut off: Watch
// goes on with another one. Only the context bounds how long Wait and Watch take.
// A Client may be used by many goroutines at once.
package client
