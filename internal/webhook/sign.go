package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The headers of Standard Webhooks 1.0.0.
const (
	HeaderID        = "Webhook-Id"
	HeaderTimestamp = "Webhook-Timestamp"
	HeaderSignature = "Webhook-Signature"
)

// MessageID gives the webhook-id under which everything about a blob is told.
// It is the same for every attempt, so a receiver can drop repetitions.
func MessageID(blobID string) string { return "msg_" + blobID }

// Sign sets the three Standard Webhooks headers for one attempt at the time at.
// There is one signature per secret, in the order of secrets: while a secret is
// being replaced, receivers that know the old or the new one are both content.
func Sign(h http.Header, id string, at time.Time, body []byte, secrets []Secret) {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	signatures := make([]string, len(secrets))
	for i, s := range secrets {
		signatures[i] = "v1," + s.mac(id, timestamp, body)
	}
	h.Set(HeaderID, id)
	h.Set(HeaderTimestamp, timestamp)
	h.Set(HeaderSignature, strings.Join(signatures, " "))
}

// mac is the base64 HMAC-SHA256 over "id.timestamp.body".
func (s Secret) mac(id, timestamp string, body []byte) string {
	m := hmac.New(sha256.New, s.key)
	m.Write([]byte(id + "." + timestamp + "."))
	m.Write(body)
	return base64.StdEncoding.EncodeToString(m.Sum(nil))
}
