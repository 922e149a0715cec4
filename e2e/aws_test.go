package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"blobsight/e2e/awstest"
)

// TestStoriesOfAWS runs the stories of both sizes, and those of AWS alone, on an AWS
// of its own. It needs two programs, which "make e2e-aws" gets.
func TestStoriesOfAWS(t *testing.T) {
	t.Parallel()
	moto, gateway := os.Getenv("BLOBSIGHT_MOTO"), os.Getenv("BLOBSIGHT_VERSITYGW") //nolint:forbidigo // the tests' own switches
	if moto == "" || gateway == "" {
		t.Skip("BLOBSIGHT_MOTO and BLOBSIGHT_VERSITYGW name no moto_server and no versitygw")
	}
	server, err := awstest.StartMoto(t.Context(), moto, freePort)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	bin, bootstrap := binary(t, "0"), bootstrap(t)
	on := func(env *testscript.Env) (size, error) {
		dir := filepath.Join(env.WorkDir, "aws")
		if err := os.Mkdir(dir, 0o700); err != nil {
			return nil, err
		}
		c, err := awstest.New(context.Background(), awstest.Config{
			Moto: server, Versitygw: gateway, Blobsight: bin, Bootstrap: bootstrap, Dir: dir, FreePort: freePort,
		})
		return &onAWS{Cloud: c}, err
	}
	run(t, both, bin, on)
	run(t, filepath.Join("testdata", "aws"), bin, on)
}

// bootstrap builds the program of the functions, for this machine.
func bootstrap(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bootstrap")
	cmd := exec.Command("go", "build", "-o", path, "blobsight/cmd/lambda")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

// onAWS is the program as functions.
type onAWS struct{ *awstest.Cloud }

// serve takes flags as "blobsight serve" does, as settings of functions: each has a
// variable of its name. Nobody needs an API key before there is one, as on
// one machine.
func (a *onAWS) serve(ts *testscript.TestScript, flags []string) func() error {
	o := awstest.Options{Listen: ts.Getenv("BLOBSIGHT_LISTEN"), Settings: map[string]string{"BLOBSIGHT_INSECURE": "true"}}
	for i := 0; i < len(flags); i += 2 {
		if i+1 == len(flags) {
			ts.Fatalf("serve: %s has no value", flags[i])
		}
		if flags[i] == "--workers" {
			o.NoRecognition = flags[i+1] == "0"
			continue
		}
		name := strings.ToUpper(strings.ReplaceAll(strings.TrimPrefix(flags[i], "--"), "-", "_"))
		o.Settings["BLOBSIGHT_"+name] = flags[i+1]
	}
	ts.Check(a.Deploy(o))
	return a.Err
}

func (a *onAWS) halt(ts *testscript.TestScript, crash bool) {
	if crash {
		a.Crash()
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	ts.Check(errors.Join(a.Stop(ctx), a.Err()))
}

// admin calls the function of that name with an order, and gives the key or secret of
// its answer as the command line prints it, else the answer.
func (a *onAWS) admin(ts *testscript.TestScript, args []string) string {
	order := map[string]string{args[0]: args[1]}
	for i := 2; i < len(args); i++ {
		if field, is := map[string]string{"--key": "key_id", "--grace": "grace"}[args[i]]; is && i+1 < len(args) {
			i++
			order[field] = args[i]
			continue
		}
		order[map[string]string{"create": "name", "revoke": "id"}[args[1]]] = args[i]
	}
	answer, err := a.Invoke(context.Background(), "admin", order)
	if err != nil {
		ts.Fatalf("admin: %v\n%s", err, a.Log())
	}
	var shown struct{ Key, Secret string }
	if json.Unmarshal(answer, &shown) == nil && shown.Key+shown.Secret != "" {
		return shown.Key + shown.Secret + "\n"
	}
	return fmt.Sprintf("%s\n", answer)
}

func (a *onAWS) log() string { return a.Log() }

func (a *onAWS) close() { a.Close() }
