package main_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// event is a request of API Gateway for the smoke test.
const event = `{"version": "2.0", "rawPath": "/dev", "headers": {}, "requestContext": {"stage": "dev", "http": {"method": "GET", "path": "/dev"}}}`

// bootstrap builds the program as it is deployed.
func bootstrap(t testing.TB) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bootstrap")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-tags", "nodynamic,lambda.norpc", "-o", file, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return file
}

// environment is that of a function whose interface for runtimes is at an address.
func environment(address string) []string {
	return []string{
		"AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(address, "http://"), "AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=id", "AWS_SECRET_ACCESS_KEY=secret",
		"AWS_ENDPOINT_URL=http://127.0.0.1:1", "AWS_MAX_ATTEMPTS=1", "BLOBSIGHT_FUNCTION=http", "BLOBSIGHT_TABLE=t", "BLOBSIGHT_BUCKET=b",
	}
}

// TestBootstrap: the program takes an event from Lambda's interface for runtimes and
// answers it, and says in a line of JSON what is wrong when it cannot start.
func TestBootstrap(t *testing.T) {
	t.Parallel()
	file, answers := bootstrap(t), make(chan string, 1)
	served := false
	runtime := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/invocation/next") && !served:
			served = true
			w.Header().Set("Lambda-Runtime-Aws-Request-Id", "1")
			w.Header().Set("Lambda-Runtime-Deadline-Ms", "32503680000000")
			_, _ = io.WriteString(w, event)
		case strings.HasSuffix(r.URL.Path, "/invocation/next"):
			<-r.Context().Done()
		default:
			body, _ := io.ReadAll(r.Body)
			answers <- r.URL.Path + " " + string(body)
			w.WriteHeader(http.StatusAccepted)
		}
	}))
	defer runtime.Close()
	env := environment(runtime.URL)
	cmd := exec.CommandContext(t.Context(), file)
	cmd.Env, cmd.Stderr = env, io.Discard
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	select {
	case got := <-answers: // the table cannot be reached, so the keys are not known
		if !strings.HasPrefix(got, "/2018-06-01/runtime/invocation/1/response ") || !strings.Contains(got, `"statusCode":500`) {
			t.Errorf("answer is %s", got)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("no answer")
	}

	var said bytes.Buffer
	broken := exec.CommandContext(t.Context(), file)
	broken.Env, broken.Stderr = env[:len(env)-1], &said
	if err := broken.Run(); err == nil || !strings.Contains(said.String(), `"error":"BLOBSIGHT_BUCKET: it is not set"`) {
		t.Errorf("%v: %s", err, said.String())
	}
}

// BenchmarkInit is the time from the start of the process until it asks for its first event.
func BenchmarkInit(b *testing.B) {
	file, asked := bootstrap(b), make(chan struct{}, 1)
	runtime := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	defer runtime.Close()
	for b.Loop() {
		cmd := exec.CommandContext(b.Context(), file)
		cmd.Env = environment(runtime.URL)
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		<-asked
		b.StopTimer()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		b.StartTimer()
	}
}
