package aws_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// detectLabels stands in for Rekognition. What is said about pictures below a
// prefix, the test with that prefix has said; bytes are always a dog.
func detectLabels(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Image struct{ S3Object struct{ Bucket, Name string } }
	}
	_ = json.NewDecoder(r.Body).Decode(&asked)
	prefix, _, _ := strings.Cut(asked.Image.S3Object.Name, "/")
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if e, is := eyes.Load(prefix); is {
		e.(*eye).answer(w)
		return
	}
	dog(w)
}

// eyes are the eye of each prefix.
var eyes sync.Map

// eye sees what is in the pictures of one test.
type eye struct {
	asked atomic.Int32
	sees  atomic.Pointer[func(http.ResponseWriter)]
}

func (e *eye) answer(w http.ResponseWriter) {
	e.asked.Add(1)
	if sees := e.sees.Load(); sees != nil {
		(*sees)(w)
		return
	}
	dog(w)
}

// refuse lets all pictures be refused from now on.
func (e *eye) refuse(kind, message string) {
	e.sees.Store(new(func(w http.ResponseWriter) {
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"__type": kind, "Code": kind, "Message": message})
	}))
}

func dog(w http.ResponseWriter) {
	body, err := os.ReadFile(filepath.Join("testdata", "labels.json"))
	if err != nil {
		w.WriteHeader(http.StatusTeapot)
	}
	_, _ = w.Write(body)
}

// document reads an event as Amazon documents it.
func document[T any](t *testing.T, name string) T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}
