package sigv4_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"blobsight/internal/rekapi/sigv4"
)

// serve starts a server of net/http that answers 204 to what is signed, and the
// refusal to what is not.
func serve(t *testing.T) *httptest.Server {
	v := verifier(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s, err := v.Parse(r)
		if err == nil {
			var read []byte
			if read, err = io.ReadAll(r.Body); err == nil {
				err = s.Check(r, secret, read)
			}
		}
		if e := (*sigv4.Error)(nil); errors.As(err, &e) {
			http.Error(w, e.Error(), http.StatusBadRequest)
			return
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(server.Close)
	return server
}

// answered checks the status of an answer.
func answered(t *testing.T, a *http.Response, err error, want int) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	if err != nil || a.StatusCode != want {
		t.Errorf("answered %s: %s (%v)", a.Status, text, err)
	}
}

// TestServer: requests of Go's client, with a length and in chunks.
func TestServer(t *testing.T) {
	t.Parallel()
	server := serve(t)
	send := func(change func(*http.Request), secret string, want int) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-amz-json-1.1")
		r.Header.Set("X-Amz-Target", "RekognitionService.DetectLabels")
		change(r)
		a, err := server.Client().Do(sdkSigned(t, r, secret, body))
		answered(t, a, err, want)
	}
	send(func(*http.Request) {}, secret, http.StatusNoContent)
	send(func(*http.Request) {}, "another", http.StatusBadRequest)
	send(func(r *http.Request) { r.URL.Path = "/a b/" }, secret, http.StatusNoContent)
	send(func(r *http.Request) { r.URL.RawQuery = "b=1&a=x%2Fy&a=%20" }, secret, http.StatusNoContent)
	send(func(r *http.Request) { r.ContentLength = -1 }, secret, http.StatusNoContent)
	send(func(r *http.Request) { r.Host = "images.example.com" }, secret, http.StatusNoContent)
}

// TestWire: requests written byte by byte.
func TestWire(t *testing.T) {
	t.Parallel()
	server := serve(t)
	const length = "Content-Length: 41"
	chunks := "29\r\n" + body + "\r\n0\r\n\r\n"
	send := func(name string, d *draft, between, rest string, want int, lines ...string) {
		t.Helper()
		d.host = server.Listener.Addr().String()
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", d.host)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if err := d.write(conn, between, lines...); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(conn, rest); err != nil {
			t.Fatal(err)
		}
		a, err := http.ReadResponse(bufio.NewReader(conn), nil)
		t.Log(name)
		answered(t, a, err, want)
	}
	with := func(name, value string) *draft {
		d := plain()
		d.set(name, value)
		return d
	}
	send("plain", plain(), " ", body, http.StatusNoContent, length)
	send("no spaces", plain(), "", body, http.StatusNoContent, length)
	send("spaces and tabs", plain(), " \t  ", body, http.StatusNoContent, length)
	send("spaces within", with("user-agent", "a  (b;   c)    d"), "  ", body, http.StatusNoContent, length)
	send("chunks", plain(), " ", chunks, http.StatusNoContent, "Transfer-Encoding: chunked")
	send("signed chunks", with("transfer-encoding", "chunked"), " ", chunks, http.StatusNoContent)
	send("signed length", with("content-length", "41"), " ", body, http.StatusNoContent)
	send("other chunks", plain(), " ", strings.Replace(chunks, "AAAA", "AAAB", 1), http.StatusBadRequest, "Transfer-Encoding: chunked")
	send("two authorizations", plain(), " ", body, http.StatusBadRequest, length, "Authorization: Bearer x")
	send("two targets", plain(), " ", body, http.StatusBadRequest, length, "x-amz-target: RekognitionService.DetectFaces")
}
