package e2e_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience bounds every wait of a story. It is long because machines are slow
// at times; no story waits for it to pass.
const patience = 30 * time.Second

// binary builds the program once, as users build it, with cgo ("1") or without.
func binary(t *testing.T, cgo string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "blobsight")
	cmd := exec.Command("go", "build", "-o", path, "blobsight/cmd/blobsight")
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
	run(t, "testdata", binary(t, "0"))
}

// TestStoriesOfONNXRuntime needs the library and a C compiler.
func TestStoriesOfONNXRuntime(t *testing.T) {
	t.Parallel()
	lib := os.Getenv("BLOBSIGHT_ORT_LIB") //nolint:forbidigo // the tests' own switch
	if lib == "" {
		t.Skip("BLOBSIGHT_ORT_LIB names no library of ONNX Runtime")
	}
	run(t, filepath.Join("testdata", "onnx"), binary(t, "1"), "ORT_LIB="+lib)
}

// run runs the stories of a folder, with further variables.
func run(t *testing.T, dir, bin string, vars ...string) {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE_STORIES") != "", //nolint:forbidigo // a switch of this test alone
		Setup: func(env *testscript.Env) error {
			env.Vars = append(env.Vars, vars...)
			return setup(env, bin, root)
		},
		Condition: func(cond string) (bool, error) {
			folder, ok := map[string]string{"photographs": photographs(root), "models": modelFiles(root)}[cond]
			if !ok {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			_, err := os.Stat(folder)
			return err == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve": cmdServe, "halt": cmdHalt, "receiver": cmdReceiver, "received": cmdReceived,
			"http": cmdHTTP, "field": cmdField, "await": cmdAwait, "picture": cmdPicture, "cut": cmdCut, "readme": cmdReadme,
			"library": cmdLibrary, "patterns": cmdPatterns,
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
func setup(env *testscript.Env, bin, root string) error {
	for _, dir := range []string{"home", "tmp"} {
		if err := os.MkdirAll(filepath.Join(env.WorkDir, dir), 0o700); err != nil {
			return err
		}
	}
	port, err := freePort(context.Background())
	if err != nil {
		return err
	}
	env.Setenv("PATH", filepath.Dir(bin)+string(os.PathListSeparator)+env.Getenv("PATH"))
	env.Setenv("HOME", filepath.Join(env.WorkDir, "home"))
	env.Setenv("BLOBSIGHT_DATA", filepath.Join(env.WorkDir, "data"))
	env.Setenv("BLOBSIGHT_LISTEN", fmt.Sprintf("127.0.0.1:%d", port))
	env.Setenv("BLOBSIGHT_SERVER", fmt.Sprintf("http://127.0.0.1:%d", port))
	env.Setenv("URL", fmt.Sprintf("http://127.0.0.1:%d", port))
	env.Setenv("PHOTOGRAPHS", photographs(root))
	env.Setenv("MODELS", modelFiles(root))
	env.Setenv("SAMPLES", filepath.Join(root, "samples"))
	w := &world{binary: bin, vars: env.Vars}
	env.Values[worldKey{}] = w
	env.Defer(w.close)
	return nil
}

// world is what one story has running.
type world struct {
	binary   string
	vars     []string // the environment's names, as NAME=value
	server   *server
	answer   []byte // of the last request
	receiver *receiver
}

type worldKey struct{}

func worldOf(ts *testscript.TestScript) *world { return ts.Value(worldKey{}).(*world) }

func (w *world) close() {
	if w.server != nil {
		w.server.kill()
	}
	if w.receiver != nil {
		w.receiver.close()
	}
}

// log is what the running server has printed.
func (w *world) log() string {
	if w.server == nil {
		return "(none runs)"
	}
	return w.server.output.String()
}
