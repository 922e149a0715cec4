// Package webhook tells clients how their pictures went: one signed POST per
// attempt, to an address that is checked before every connection.
//
// # What it does
//
//   - config.go lists the settings, deliver.go makes an attempt, from request.go
//     (the message) over client.go (the connection) to answer.go (what came back).
//     It follows no redirect, sends no cookies, keeps nothing of an answer but its
//     status and, on demand, a short excerpt, and is over after a fixed time.
//   - sign.go signs as Standard Webhooks 1.0.0 says, with one or more secrets.
//   - guard.go refuses addresses inside the network (loopback, private, link-local,
//     cloud metadata and the rest), unless allow.go has them, and ports.go other ports.
//   - failure.go says in a [blobsight.Receipt] what went wrong, in words that are safe
//     to show to the owner of the callback URL.
//   - places.go says which attempts may be under way. What it knows of a host is in
//     host.go, when a silent one is given up in breaker.go, and when those who get no
//     place come back in slots.go.
//
// # How hosts are kept apart
//
// Of all places, half are for hosts that answer fast, a quarter for slow ones, an
// eighth for hosts that are not known yet and an eighth for those in trouble. So
// none of them, and no number of them, keeps another kind waiting. Within its kind,
// a host gets two places at first, one more with each answer up to the limit, and
// half of them when it answers 429, 502, 503 or 504, after a pause. One where nobody
// is met is given up for ten seconds to five minutes, and then tried with one
// callback; one that answers some attempts and drops others is not.
//
// Whoever gets no place is told when to come back: a [blobsight.LaterError] whose time
// is that caller's own, at the rate at which the host can take them.
//
// # What it needs
//
// Outgoing TCP connections and a resolver, or a proxy that has both. Nothing is kept
// on disk. A [Notifier] holds idle connections until [Notifier.Close].
//
// # Limits
//
// It makes single attempts: schedules and logs belong to the caller. What is known of
// hosts (4096 of them) is known to this process alone. HTTP/1.1 only.
//
// Hosts are told apart by name and port. Somebody who owns many names that all lead
// to a server which hangs can keep the places of unknown hosts taken, though no others.
//
// A proxy hides the receiver's address from the guard: callback URLs with an address
// are still checked, but names are looked up by the proxy, which has to refuse inside
// addresses by itself. What a proxy answers to plain http counts as the receiver's answer.
package webhook
