package download_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"blobsight/internal/download"
)

// TestProxy runs in a process of its own, because the environment is read once.
// The server has a name that only the proxy knows.
func TestProxy(t *testing.T) {
	t.Parallel()
	const childOf = "BLOBSIGHT_TEST_DEST"
	b := content()
	if dest := os.Getenv(childOf); dest != "" { //nolint:forbidigo // a switch of this test alone
		if err := download.Fetch(t.Context(), fileOf(b, "http://models.example/m.onnx"), dest, nil); err != nil {
			t.Fatal(err)
		}
		return
	}
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.String())
		whole(b)(w, r)
	}))
	defer proxy.Close()
	dest := filepath.Join(t.TempDir(), "model.onnx")
	child := exec.Command(os.Args[0], "-test.run=^TestProxy$")
	child.Env = append(os.Environ(), "HTTP_PROXY="+proxy.URL, "http_proxy="+proxy.URL, "NO_PROXY=", "no_proxy=", childOf+"="+dest)
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	holds(t, dest, b)
	if len(asked) != 1 || asked[0] != "http://models.example/m.onnx" {
		t.Errorf("the proxy was asked for %q", asked)
	}
}
