package e2e_test

import (
	"encoding/json"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

// cmdTold holds what the last callback said against what the server says when it is
// asked for the blob: the same, but for where the callback stands.
func cmdTold(ts *testscript.TestScript, neg bool, args []string) {
	r := worldOf(ts).receiver
	if neg || r == nil || len(args) != 1 {
		ts.Fatalf("usage: told BLOB_ID, after received")
	}
	r.mu.Lock()
	last := r.got[len(r.got)-1]
	r.mu.Unlock()
	var told, asked map[string]any
	_, body, _ := strings.Cut(last, "{")
	ts.Check(json.Unmarshal([]byte("{"+body), &told))
	ts.Check(json.Unmarshal(get(ts, ts.Getenv("URL")+"/blobs/"+args[0]), &asked))
	delete(asked, "callback")
	if diff := cmp.Diff(told, asked); diff != "" {
		ts.Fatalf("the callback (-) and the answer (+) differ:\n%s", diff)
	}
}
