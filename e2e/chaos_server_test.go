package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"blobsight/e2e/awstest"
)

// mortal is a server that is killed and started again on the same folder and port.
type mortal struct {
	*machine
	url  string
	bin  string
	data string
	args []string
}

// newMortal makes a server with a folder of its own. It does not run yet.
func newMortal(t *testing.T, bin string, args ...string) *mortal {
	t.Helper()
	port, err := freePort(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	addr := fmt.Sprintf("127.0.0.1:%d", port)
	return &mortal{url: "http://" + addr, bin: bin, data: t.TempDir(), args: append([]string{"serve", "--listen", addr}, args...)}
}

// command is the program on this server's folder, without settings of the environment.
func (m *mortal) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), m.bin, args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + m.data, "BLOBSIGHT_DATA=" + m.data} //nolint:forbidigo // what programs need
	return cmd
}

// start starts the server and waits until it is ready.
func (m *mortal) start(t *testing.T) {
	t.Helper()
	s := &machine{cmd: m.command(m.args...), output: &awstest.Output{}, done: make(chan error, 1)}
	s.cmd.Stdout, s.cmd.Stderr = s.output, s.output
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { s.done <- s.cmd.Wait() }()
	m.machine = s
	t.Cleanup(s.close)
	await(t, "the server is not ready", func() bool { return ready(m.url + "/readyz") })
}

// verifier knows the secret that signs, as a receiver is told it.
func (m *mortal) verifier(t *testing.T) *standardwebhooks.Webhook {
	t.Helper()
	out, err := m.command("secrets", "show").Output()
	if err != nil {
		t.Fatalf("secrets show: %v", err)
	}
	wh, err := standardwebhooks.NewWebhook(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	return wh
}

// get reads an answer into v.
func (m *mortal) get(t *testing.T, path string, v any) {
	t.Helper()
	res, err := http.Get(m.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(res.Body); err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s\n%s", path, res.Status, &body)
	}
	if err := json.Unmarshal(body.Bytes(), v); err != nil {
		t.Fatalf("GET %s: %v", path, err)
	}
}

// await polls until it is so.
func await(t *testing.T, not string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !so(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(not)
		}
	}
}
