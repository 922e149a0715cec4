package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"blobsight/api/apitest"
)

// cmdHTTP makes a request and prints the status, then the body.
func cmdHTTP(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: http METHOD URL [@FILE | BODY] [Header: value …]")
	}
	var body io.Reader
	header := http.Header{}
	for _, arg := range args[2:] {
		name, value, isHeader := strings.Cut(arg, ": ")
		file, isFile := strings.CutPrefix(arg, "@")
		switch {
		case isFile:
			body = strings.NewReader(ts.ReadFile(file))
		case isHeader && !strings.HasPrefix(arg, "{"):
			header.Add(name, value)
		default:
			body = strings.NewReader(arg)
		}
	}
	req, err := http.NewRequest(args[0], args[1], body)
	ts.Check(err)
	req.Header = header
	res, err := contract(ts).Do(req)
	ts.Check(err)
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	ts.Check(err)
	fmt.Fprintf(ts.Stdout(), "%d\n%s\n", res.StatusCode, answer)
	worldOf(ts).answer = answer
}

// cmdField sets a variable to a field of the last JSON answer.
func cmdField(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: field VARIABLE NAME, after http")
	}
	var answer map[string]any
	ts.Check(json.Unmarshal(worldOf(ts).answer, &answer))
	value, ok := answer[args[1]].(string)
	if !ok {
		ts.Fatalf("the last answer has no text %q: %s", args[1], worldOf(ts).answer)
	}
	ts.Setenv(args[0], value)
}

// cmdAwait asks for a blob until its JSON contains a text, and prints it.
func cmdAwait(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: await BLOB_ID TEXT")
	}
	deadline := time.Now().Add(patience)
	for n := 0; ; n++ {
		pause(n)
		body := get(ts, ts.Getenv("URL")+"/blobs/"+args[0])
		if bytes.Contains(body, []byte(args[1])) {
			fmt.Fprintf(ts.Stdout(), "%s\n", body)
			worldOf(ts).answer = body
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("never saw %s:\n%s\nserver:\n%s", args[1], body, worldOf(ts).log())
		}
	}
}

// contract is a client that holds every answer against openapi.yaml.
func contract(ts *testscript.TestScript) *http.Client {
	transport, err := apitest.NewTransport(nil)
	ts.Check(err)
	return &http.Client{Transport: transport}
}

func get(ts *testscript.TestScript, url string) []byte {
	res, err := contract(ts).Get(url)
	ts.Check(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	ts.Check(err)
	return body
}
