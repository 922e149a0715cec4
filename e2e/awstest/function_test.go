package awstest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

// TestMain lets this program be the bootstrap of a function, too.
func TestMain(m *testing.M) {
	if os.Getenv("AWS_LAMBDA_RUNTIME_API") == "" { //nolint:forbidigo // set by what is tested
		os.Exit(m.Run())
	}
	if os.Getenv("NEVER_STARTS") != "" { //nolint:forbidigo // as above
		os.Exit(3)
	}
	calls := 0
	lambda.Start(func(ctx context.Context, order string) (string, error) {
		calls++
		switch order {
		case "fail":
			return "", errors.New("no such thing")
		case "exit":
			os.Exit(2)
		case "hang":
			select {}
		}
		about, _ := lambdacontext.FromContext(ctx)
		deadline, _ := ctx.Deadline()
		return fmt.Sprintf("%s %d %s %t", order, calls, about.InvokedFunctionArn, time.Until(deadline) > 0), nil
	})
}

func testFunction(t *testing.T, env ...string) *function {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	f := &function{
		name: "echo", bootstrap: program, dir: t.TempDir(), env: env, timeout: patience, log: &Output{}, places: make(chan struct{}, 2),
	}
	t.Cleanup(f.remove)
	return f
}

func call(t *testing.T, f *function, order string) (string, error) {
	t.Helper()
	payload, err := json.Marshal(order)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := f.invoke(t.Context(), payload)
	var text string
	if err == nil {
		err = json.Unmarshal(answer, &text)
	}
	return text, err
}

// TestFunction: a process serves one invocation after the other, goes on after an
// error, and is replaced when it ends.
func TestFunction(t *testing.T) {
	t.Parallel()
	f := testFunction(t)
	for _, step := range []struct{ order, want, wantErr string }{
		{"first", "first 1 arn:aws:lambda:us-east-1:123456789012:function:echo true", ""},
		{"fail", "", "errorString: no such thing"},
		{"second", "second 3 arn:aws:lambda:us-east-1:123456789012:function:echo true", ""},
		{"exit", "", "Runtime.ExitError: Runtime exited: exit status 2"},
		{"third", "third 1 arn:aws:lambda:us-east-1:123456789012:function:echo true", ""},
	} {
		got, err := call(t, f, step.order)
		if got != step.want || (err == nil) != (step.wantErr == "") || err != nil && !strings.HasSuffix(err.Error(), step.wantErr) {
			t.Errorf("%s: %q, %v; want %q, %s", step.order, got, err, step.want, step.wantErr)
		}
	}
}

func TestFunctionTimeout(t *testing.T) {
	t.Parallel()
	f := testFunction(t)
	if _, err := call(t, f, "warm"); err != nil {
		t.Fatal(err)
	}
	f.timeout = time.Millisecond
	if _, err := call(t, f, "hang"); err == nil || !strings.HasSuffix(err.Error(), "Task timed out") {
		t.Errorf("a function that hangs: %v", err)
	}
	f.timeout = patience
	if got, err := call(t, f, "next"); err != nil || !strings.HasPrefix(got, "next 1 ") {
		t.Errorf("after that: %q, %v; want the first answer of a new process", got, err)
	}
}

func TestFunctionKill(t *testing.T) {
	t.Parallel()
	f := testFunction(t)
	if _, err := call(t, f, "warm"); err != nil {
		t.Fatal(err)
	}
	failed := make(chan error)
	go func() {
		_, err := call(t, f, "hang")
		failed <- err
	}()
	for working := false; !working; time.Sleep(time.Millisecond) {
		f.mu.Lock()
		working = len(f.busy) == 1
		f.mu.Unlock()
	}
	f.kill()
	if err := <-failed; err == nil || !strings.HasSuffix(err.Error(), "Runtime exited: signal: killed") {
		t.Errorf("a function that was killed: %v", err)
	}
	f.remove()
	if _, err := call(t, f, "late"); !errors.Is(err, errGone) {
		t.Errorf("a function that was taken away: %v", err)
	}
}

func TestFunctionNeverStarts(t *testing.T) {
	t.Parallel()
	if _, err := call(t, testFunction(t, "NEVER_STARTS=1"), "any"); err == nil || !strings.HasSuffix(err.Error(), "exit status 3") {
		t.Errorf("a function that never starts: %v", err)
	}
}
