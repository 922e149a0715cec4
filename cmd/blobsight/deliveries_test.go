package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"blobsight/client"
)

func TestDeliveriesTable(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	at := time.Date(2026, 3, 4, 5, 6, 7, 890_000_000, time.UTC)
	err := writeDeliveries(&out, []client.Delivery{
		{
			BlobID: "b2", Attempt: 12, AttemptedAt: at, DurationMS: 15_003, Status: client.DeliveryFailed, NextAttemptAt: new(at.Add(time.Minute)),
			Error: &client.DeliveryError{Class: "timeout", Detail: "no answer\x1b[31m"},
		},
		{BlobID: "b1", Attempt: 1, AttemptedAt: at, DurationMS: 8, Status: client.DeliveryDelivered, HTTPStatus: new(204)},
	})
	want := `TIME                  BLOB  ATTEMPT  STATUS     HTTP  TOOK     NEXT                  ERROR
2026-03-04T05:06:07Z  b2    12       failed     -     15.003s  2026-03-04T05:07:07Z  timeout: no answer�[31m
2026-03-04T05:06:07Z  b1    1        delivered  204   8ms      -                     -
`
	if err != nil || out.String() != want {
		t.Errorf("%v; got\n%s", err, out.String())
	}
}

// TestDeliveries: what a receiver refused is listed and made again.
func TestDeliveries(t *testing.T) {
	t.Parallel()
	var well atomic.Bool
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if !well.Load() {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	t.Cleanup(receiver.Close)
	server := serve(t, t.TempDir(), "--callback-allow", "127.0.0.0/8", "--callback-schedule", "0s,1ms")
	at := "--server=" + server.url
	if o := mustRun(t, "deliveries", "list", at); o.out != "" || o.err != "There are no such attempts.\n" {
		t.Errorf("got %+v", o)
	}
	contains(t, mustRun(t, "deliveries", "replay", "--status", "exhausted", "--since", "1h", at).err, "Nothing to replay: no exhausted callback")

	submitted := lines(t, mustRun(t, "submit", at, "--json", "--callback", receiver.URL, samplePath("lemon.jpg")).out)
	id := submitted[0].BlobID
	list := func(status string) string {
		for {
			o := mustRun(t, "deliveries", "list", at, "--json", "--status", status, "--since", "1h", "--limit", "1")
			if o.out != "" || t.Context().Err() != nil {
				return o.out
			}
		}
	}
	var last client.Delivery
	if err := json.Unmarshal([]byte(list("exhausted")), &last); err != nil || last.BlobID != id || last.Attempt != 2 || last.Error == nil {
		t.Fatalf("the last attempt is %+v (%v)", last, err)
	}
	if rows := strings.Split(mustRun(t, "deliveries", "list", at, id).out, "\n"); len(rows) != 4 ||
		!strings.Contains(rows[1], "  2        exhausted  500 ") || !strings.Contains(rows[2], "  1        failed     500 ") {
		t.Errorf("the attempts are listed as %q", rows)
	}
	if rows := strings.Split(mustRun(t, "deliveries", "list", at, id, "--limit=1").out, "\n"); len(rows) != 3 {
		t.Errorf("one attempt is listed as %q", rows)
	}

	well.Store(true)
	if o := mustRun(t, "deliveries", "replay", at, id); o.out != id+"  replayed; attempt 3 is due now\n" || o.err != "" {
		t.Errorf("got %+v", o)
	}
	contains(t, list("delivered"), `"attempt":3`, `"http_status":200`)
	if o := mustRun(t, "deliveries", "replay", at, "--status", "delivered", "--since", "1h"); o.out != "1 replayed\n" {
		t.Errorf("got %+v", o)
	}
}

func TestDeliveriesRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := serve(t, dir)
	at := "--server=" + server.url
	polled := lines(t, mustRun(t, "submit", at, "--json", samplePath("lemon.jpg")).out)[0].BlobID
	o := try(t.Context(), "", "deliveries", "replay", at, "nothing", polled)
	if o.code != exitFailed || o.out != "" {
		t.Errorf("got %+v", o)
	}
	contains(t, o.err, "blobsight: nothing: Blob not found", "(blob_not_found)\n",
		"blobsight: "+polled+": The blob has no callback to make: it was made without a callback_url (no_callback)\n")
	o = try(t.Context(), "", "deliveries", "list", at, "nothing")
	if o.code != exitFailed {
		t.Errorf("got %+v", o)
	}
	contains(t, o.err, "blobsight: Blob not found")

	mustRun(t, "keys", "create", "ci", "--data", dir)
	for _, args := range [][]string{{"list"}, {"replay", "--status=exhausted", "--since=1h"}, {"replay", polled}} {
		o = try(t.Context(), "", append([]string{"deliveries", args[0], at}, args[1:]...)...)
		contains(t, o.err, "A valid API key is required", "  hint: give a key with --api-key")
	}
	server.end()
	contains(t, try(t.Context(), "", "deliveries", "list", at).err, "  hint: start a server")
}
