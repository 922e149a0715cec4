package e2e_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// foreignSecret is one that no server of a story has.
const foreignSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="

// cmdForge sends callbacks to a receiver that it must not take, and prints a line
// for each: what is wrong with it, and the status of the answer. The secret in the
// file is the right one.
func cmdForge(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: forge URL FILE_WITH_SECRET")
	}
	right := strings.TrimSpace(ts.ReadFile(args[1]))
	const body = `{"blob_id":"forged","status":"recognized","labels":[]}`
	altered := strings.Replace(body, "forged", "FORGED", 1)
	now := time.Now()
	for _, f := range []struct {
		what string
		h    http.Header
		body string
	}{
		{"unsigned", http.Header{}, body},
		{"signed with another secret", signature(ts, foreignSecret, body, now), body},
		{"altered", signature(ts, right, body, now), altered},
		{"an hour old", signature(ts, right, body, now.Add(-time.Hour)), body},
		{"from the future", signature(ts, right, body, now.Add(time.Hour)), body},
		{"badly signed", http.Header{
			"Webhook-Id": {"msg_1"}, "Webhook-Timestamp": {strconv.FormatInt(now.Unix(), 10)}, "Webhook-Signature": {"v1 v1,?"},
		}, body},
	} {
		req, err := http.NewRequest(http.MethodPost, args[0], bytes.NewReader([]byte(f.body)))
		ts.Check(err)
		req.Header = f.h
		res, err := http.DefaultClient.Do(req)
		ts.Check(err)
		res.Body.Close()
		fmt.Fprintf(ts.Stdout(), "%s: %d\n", f.what, res.StatusCode)
	}
}

// signature are the headers of a callback, made by the library of the specification.
func signature(ts *testscript.TestScript, secret, body string, at time.Time) http.Header {
	hook, err := standardwebhooks.NewWebhook(secret)
	ts.Check(err)
	signed, err := hook.Sign("msg_1", at, []byte(body))
	ts.Check(err)
	h := http.Header{}
	h.Set("webhook-id", "msg_1")
	h.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
	h.Set("webhook-signature", signed)
	return h
}
