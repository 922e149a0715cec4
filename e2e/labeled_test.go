package e2e_test

import (
	"encoding/json"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

// cmdLabeled holds the labels of a blob against those that "blobsight label" finds in
// a picture: the same, whatever is between.
func cmdLabeled(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: labeled BLOB_ID PICTURE")
	}
	alone, err := command(ts, "label", "--json", args[1]).Output()
	ts.Check(err)
	var want, have struct{ Labels []any }
	ts.Check(json.Unmarshal(alone, &want))
	ts.Check(json.Unmarshal(get(ts, ts.Getenv("URL")+"/blobs/"+args[0]), &have))
	if diff := cmp.Diff(want, have); diff != "" || len(want.Labels) == 0 {
		ts.Fatalf("the labels of %s (-) and of the blob (+), %d and %d, differ:\n%s", args[1], len(want.Labels), len(have.Labels), diff)
	}
}
