// Package webhook tells clients how their pictures went: one signed POST per
// attempt, to an address that is checked before every connection.
//
// # What it does
//
//   - deliver.go makes the request. It follows no redirect, uses no proxy and no
//     cookies, keeps nothing of the answer but its status, and is over after a
//     fixed time.
//   - sign.go signs it as Standard Webhooks 1.0.0 says, with one or more secrets.
//   - guard.go refuses addresses inside the network (loopback, private,
//     link-local, cloud metadata and the rest), unless they were allowed.
//   - failure.go turns what went wrong into a [DeliveryError] that is safe to
//     show to the owner of the callback URL.
//
// # What it needs
//
// Outgoing TCP connections and a resolver. Nothing is kept on disk. A [Notifier]
// holds idle connections until [Notifier.Close].
//
// # Limits
//
// It makes single attempts: schedules and logs belong to the caller. Which
// hosts are slow or dead is remembered by this process alone. HTTP/1.1 only. A proxy cannot be set, because the guard would then
// see the proxy's address in place of the receiver's.
package webhook
