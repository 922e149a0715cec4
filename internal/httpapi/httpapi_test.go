package httpapi_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"blobsight/api/apitest"
	"blobsight/internal/app"
	"blobsight/internal/app/apptest"
)

// server is the whole program on an empty folder. Every answer of it is held
// against the contract.
type server struct {
	URL    string
	t      *testing.T
	client *http.Client
	config app.Config
}

func newServer(t *testing.T, change ...func(*app.Config)) *server {
	t.Helper()
	c := apptest.Config(t)
	for _, f := range change {
		f(&c)
	}
	return &server{URL: apptest.Start(t, c).URL, t: t, client: newClient(t), config: c}
}

// newClient is a client that holds every answer against the contract.
func newClient(t *testing.T) *http.Client {
	t.Helper()
	base := &http.Transport{}
	t.Cleanup(base.CloseIdleConnections)
	transport, err := apitest.NewTransport(base)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Transport: transport, Timeout: time.Minute}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// do makes a request. Headers are given as "Name: value".
func (s *server) do(method, target, body string, headers ...string) answer {
	s.t.Helper()
	if strings.HasPrefix(target, "/") {
		target = s.URL + target
	}
	req, err := http.NewRequest(method, target, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	res, err := s.client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(data)}
}

// decode reads the body into a value.
func decode[T any](t *testing.T, a answer) T {
	t.Helper()
	var v T
	if err := json.NewDecoder(bytes.NewReader([]byte(a.body))).Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, a.body)
	}
	return v
}

// want checks a status and that the body contains some texts.
func (s *server) want(a answer, status int, texts ...string) answer {
	s.t.Helper()
	if a.status != status {
		s.t.Errorf("status %d, want %d: %s", a.status, status, a.body)
	}
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			s.t.Errorf("body has no %q: %s", text, a.body)
		}
	}
	return a
}

// sample reads one of the project's pictures.
func sample(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "samples", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// key makes an API key.
func (s *server) key() string { return apptest.Key(s.t, s.config.DataDir) }
