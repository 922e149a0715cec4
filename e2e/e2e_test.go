package e2e_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience bounds every wait of a story. It is long because machines are slow
// at times; no story waits for it to pass.
const patience = 2 * time.Minute

// pause waits between two looks, ever longer; the n-th pause is the argument.
func pause(n int) { time.Sleep(time.Duration(min(20+5*n, 250)) * time.Millisecond) }

// binary builds the program once, as users build it, with cgo ("1") or without.
func binary(t *testing.T, cgo string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "blobsight")
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", path, "blobsight/cmd/blobsight")
	cmd.Env = append(os.Environ(), "CGO_ENABLED="+cgo)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

func TestStories(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the stories kill processes, which Windows does in another way")
	}
	bin := binary(t, "0")
	run(t, "testdata", bin, onMachine)
	run(t, both, bin, onMachine)
}

// TestStoriesOfONNXRuntime needs the library and a C compiler.
func TestStoriesOfONNXRuntime(t *testing.T) {
	t.Parallel()
	lib := os.Getenv("BLOBSIGHT_ORT_LIB") //nolint:forbidigo // the tests' own switch
	if lib == "" {
		t.Skip("BLOBSIGHT_ORT_LIB names no library of ONNX Runtime")
	}
	run(t, filepath.Join("testdata", "onnx"), binary(t, "1"), onMachine, "ORT_LIB="+lib)
}

// TestStoriesOfReceivers needs the packages of Standard Webhooks for Python and
// Node: in a folder's venv and node_modules.
func TestStoriesOfReceivers(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("BLOBSIGHT_RECEIVERS") //nolint:forbidigo // the tests' own switch
	if dir == "" {
		t.Skip("BLOBSIGHT_RECEIVERS names no folder with packages for Python and Node")
	}
	run(t, filepath.Join("testdata", "receivers"), binary(t, "0"), onMachine, "RECEIVERS="+dir)
}

// TestStoriesOfClients needs Amazon's clients: boto3 and the AWS CLI in a folder's
// venv, the SDK for JavaScript in its node_modules.
func TestStoriesOfClients(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("BLOBSIGHT_CLIENTS") //nolint:forbidigo // the tests' own switch
	if dir == "" {
		t.Skip("BLOBSIGHT_CLIENTS names no folder with Amazon's clients for Python and Node")
	}
	stories := filepath.Join("testdata", "clients")
	scripts, err := filepath.Abs(stories)
	if err != nil {
		t.Fatal(err)
	}
	run(t, stories, binary(t, "0"), onMachine, "CLIENTS="+dir, "SCRIPTS="+scripts)
}

// both is the folder of stories that are the same on one machine and on AWS.
var both = filepath.Join("testdata", "both")

// onMachine is a size for one story.
func onMachine(*testscript.Env) (size, error) { return &machine{}, nil }

// run runs the stories of a folder on a size, with further variables.
func run(t *testing.T, dir, bin string, on func(*testscript.Env) (size, error), vars ...string) {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	receiver := sync.OnceValues(func() (string, error) { return goProgram(root, bin, "callbacks") })
	detector := sync.OnceValues(func() (string, error) { return goProgram(root, bin, "rekognition") })
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE_STORIES") != "", //nolint:forbidigo // a switch of this test alone
		Setup: func(env *testscript.Env) error {
			env.Vars = append(env.Vars, vars...)
			w := &world{binary: bin, programs: map[string]*program{}, goReceiver: receiver, goDetector: detector}
			if err := setup(env, w, root); err != nil {
				return err
			}
			var err error
			w.size, err = on(env)
			return err
		},
		Condition: func(cond string) (bool, error) {
			receivers := os.Getenv("BLOBSIGHT_RECEIVERS") //nolint:forbidigo // the tests' own switch
			clients := os.Getenv("BLOBSIGHT_CLIENTS")     //nolint:forbidigo // the tests' own switch
			folder, ok := map[string]string{
				"photographs": photographs(root), "models": modelFiles(root),
				"python": filepath.Join(receivers, "venv"), "node": filepath.Join(receivers, "node_modules"),
				"boto3": filepath.Join(clients, "venv"), "sdk-js": filepath.Join(clients, "node_modules"),
			}[cond]
			if !ok {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			_, err := os.Stat(folder)
			return err == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve": cmdServe, "halt": cmdHalt, "receiver": cmdReceiver, "received": cmdReceived, "apart": cmdApart,
			"http": cmdHTTP, "field": cmdField, "await": cmdAwait, "picture": cmdPicture, "cut": cmdCut, "readme": cmdReadme,
			"library": cmdLibrary, "patterns": cmdPatterns, "snippet": cmdSnippet, "code": cmdCode, "workflow": cmdWorkflow, "listen": cmdListen,
			"heard": cmdHeard, "ended": cmdEnded, "forge": cmdForge, "until": cmdUntil, "admin": cmdAdmin, "told": cmdTold, "labeled": cmdLabeled, "silent": cmdSilent,
			"minute": cmdMinute, "another": cmdAnother, "rekognition": cmdRekognition, "crash": cmdCrash, "events": cmdEvents, "letter": cmdLetter, "set": cmdSet,
		},
	})
}

// photographs is the folder of real photographs beside the checkout, which may
// be absent.
func photographs(root string) string { return filepath.Join(root, "..", "shared", "images") }

// modelFiles is the folder of real models beside the checkout, which may be absent.
func modelFiles(root string) string { return filepath.Join(root, "..", "shared", "models") }

// setup gives each story an empty home and data folder, the program on its
// PATH, a free port and the sample pictures.
func setup(env *testscript.Env, w *world, root string) error {
	for _, dir := range []string{"home", "tmp"} {
		if err := os.MkdirAll(filepath.Join(env.WorkDir, dir), 0o700); err != nil {
			return err
		}
	}
	port, err := freePort(context.Background())
	if err != nil {
		return err
	}
	env.Setenv("PATH", filepath.Dir(w.binary)+string(os.PathListSeparator)+env.Getenv("PATH"))
	env.Setenv("HOME", filepath.Join(env.WorkDir, "home"))
	env.Setenv("BLOBSIGHT_DATA", filepath.Join(env.WorkDir, "data"))
	env.Setenv("BLOBSIGHT_LISTEN", fmt.Sprintf("127.0.0.1:%d", port))
	env.Setenv("BLOBSIGHT_SERVER", fmt.Sprintf("http://127.0.0.1:%d", port))
	env.Setenv("URL", fmt.Sprintf("http://127.0.0.1:%d", port))
	env.Setenv("PHOTOGRAPHS", photographs(root))
	env.Setenv("MODELS", modelFiles(root))
	env.Setenv("SAMPLES", filepath.Join(root, "samples"))
	w.vars = env.Vars
	env.Values[worldKey{}] = w
	env.Defer(w.close)
	return nil
}

// world is what one story has running.
type world struct {
	binary   string
	vars     []string // the environment's names, as NAME=value
	size     size
	serving  bool
	answer   []byte // of the last request
	receiver *receiver
	programs map[string]*program // by the variables of their URLs

	goReceiver func() (string, error) // the receiver of docs/callbacks.md in Go, built when it is first wanted
	goDetector func() (string, error) // what docs/rekognition.md has in Go, likewise
}

type worldKey struct{}

func worldOf(ts *testscript.TestScript) *world { return ts.Value(worldKey{}).(*world) }

func (w *world) close() {
	if w.size != nil {
		w.size.close()
	}
	if w.receiver != nil {
		w.receiver.close()
	}
	for _, p := range w.programs {
		p.end()
	}
}

// log is what the program has printed while it served.
func (w *world) log() string { return w.size.log() }
