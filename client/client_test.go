package client_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"blobsight/client"
)

func TestNewRefusesWhatIsNoServer(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "127.0.0.1:8080", "localhost:8080", "ftp://example.com", "http://", "http://[::1"} {
		if _, err := client.New(url); err == nil || !strings.Contains(err.Error(), "http://127.0.0.1:8080") {
			t.Errorf("New(%q): %v, want an error that shows the form", url, err)
		}
	}
	if _, err := client.New("http://127.0.0.1:8080", client.WithHTTPClient(nil)); err == nil {
		t.Error("a nil HTTP client is taken")
	}
}

func TestAPIKeyGoesToTheServerOnly(t *testing.T) {
	t.Parallel()
	var got []string
	c, url := handled(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Method+" "+r.Header.Get("Authorization")+r.Header.Get("X-Api-Key"))
		w.WriteHeader(http.StatusNoContent)
	}, client.WithAPIKey("bsk_1"))
	if err := c.Delete(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	if err := c.Upload(t.Context(), url+"/uploads/1", strings.NewReader("x"), 1); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0] != "DELETE Bearer bsk_1" || got[1] != "PUT " {
		t.Errorf("requests were %q", got)
	}
}

func TestAPIKeyOpensTheServer(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	key := b.key(t)
	if _, err := b.client.Labels(t.Context()); !errors.Is(err, client.ErrUnauthorized) {
		t.Errorf("without a key: %v", err)
	}
	if _, err := newClient(t, b.url, client.WithAPIKey(key+"x")).Labels(t.Context()); !errors.Is(err, client.ErrUnauthorized) {
		t.Errorf("with a wrong key: %v", err)
	}
	if _, err := newClient(t, b.url, client.WithAPIKey(key)).Labels(t.Context()); err != nil {
		t.Errorf("with the key: %v", err)
	}
}

// TestAnswersFromElsewhere: what is not in the form of the contract is told in
// plain words, whoever sent it.
func TestAnswersFromElsewhere(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, kind, body string
		status           int
		want             string
	}{
		{"a web page", "text/html", "<html>", http.StatusOK, "not a Blobsight server's"},
		{"a proxy's page", "text/html", "<html>", http.StatusBadGateway, "502 Bad Gateway"},
		{"a proxy's text", "text/plain; charset=utf-8", "upstream\n is down", http.StatusBadGateway, "502 Bad Gateway: upstream is down"},
		{"S3", "application/xml", "<Error><Code>AccessDenied</Code></Error>", http.StatusForbidden, "403 Forbidden: <Error><Code>AccessDenied"},
		{"other JSON", "application/json", `{"message":"no"}`, http.StatusTeapot, "418"},
		{"nothing", "", "", http.StatusInternalServerError, "500"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, url := handled(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", tt.kind)
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.body)
			})
			_, err := c.Get(t.Context(), "1")
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Get: %v, want %q in it", err, tt.want)
			}
			if e := (*client.Error)(nil); tt.status >= 300 && (!errors.As(err, &e) || e.Status != tt.status || e.Code != "") {
				t.Errorf("Get: %#v, want an Error with the status and no code", err)
			}
			err = c.Upload(t.Context(), url, strings.NewReader("x"), 1)
			if ok := tt.status < 300; ok != (err == nil) || !ok && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Upload: %v", err)
			}
		})
	}
}

func TestErrorsAreToldApartByCode(t *testing.T) {
	t.Parallel()
	err := error(&client.Error{Status: http.StatusNotFound, Code: "blob_not_found", Message: "Blob not found", Detail: "x"})
	if !errors.Is(err, client.ErrBlobNotFound) || errors.Is(err, client.ErrUnauthorized) {
		t.Error("not told apart by code")
	}
	if errors.Is(&client.Error{Status: 500}, &client.Error{Status: 500}) {
		t.Error("two errors without a code count as the same")
	}
	if got := err.Error(); got != "Blob not found: x" {
		t.Errorf("text is %q", got)
	}
}

func TestServerIsGone(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	c := newClient(t, s.URL)
	if _, err := c.Create(t.Context(), ""); err == nil || errors.As(err, new(*client.Error)) {
		t.Errorf("Create: %v, want an error of the network", err)
	}
}
