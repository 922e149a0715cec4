package httpapi_test

import (
	"testing"
	"time"
)

// waiting asks for a blob that waits, and returns when that request has come in.
func (f *flow) waiting(path string) <-chan answer {
	f.t.Helper()
	out := make(chan answer, 1)
	go func() { out <- f.do("GET", path+"?wait=60s", "") }()
	for <-f.came != path {
	}
	return out
}

func TestWaitEndsWithTheMove(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	b := f.created("")
	waiting := f.waiting("/blobs/" + b.BlobID)
	f.upload(b)
	f.recognize(b)
	f.want(<-waiting, 200, `"status":"recognized"`)
}

func TestWaitEndsWithTheServer(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	waiting := f.waiting("/blobs/" + f.created("").BlobID)
	close(f.stopping)
	f.want(<-waiting, 200, `"status":"awaiting_upload"`)
}

func TestWaitEndsWithTheBlob(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	path := "/blobs/" + f.created("").BlobID
	waiting := f.waiting(path)
	f.want(f.do("DELETE", path, ""), 204)
	f.want(<-waiting, 404, `"code":"blob_not_found"`)
}

// TestWaitIsOver: a blob is shown as it is, also when the wait takes longer than
// the server otherwise allows a request.
func TestWaitIsOver(t *testing.T) {
	t.Parallel()
	f := newFlow(t, time.Second)
	b := f.created("")
	for _, wait := range []string{"0", "0s", "1ms", "1100ms"} {
		f.want(f.do("GET", "/blobs/"+b.BlobID+"?wait="+wait, ""), 200, `"status":"awaiting_upload"`)
	}
}

func TestWaitForWhatIsFinal(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	b := f.finished("")
	for _, wait := range []string{"60s", "1m", "60", "0.5m"} {
		f.want(f.do("GET", "/blobs/"+b.BlobID+"?wait="+wait, ""), 200, `"status":"recognized"`)
	}
}

func TestWaitRefused(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	id := f.created("").BlobID
	for _, wait := range []string{"31x", "-1s", "-1", "2m", "61", "60.5", "61s", "soon", "9223372036854775807", "99999999999999999999", "1e9s", "NaN"} {
		f.want(f.do("GET", "/blobs/"+id+"?wait="+wait, ""), 400, `"code":"invalid_request"`, `wait is \"`+wait+`\"`, "from 0 to 60 seconds")
	}
	for _, query := range []string{"wait=", "wait=1s&wait=2s"} {
		f.want(f.do("GET", "/blobs/"+id+"?"+query, ""), 400, `"code":"invalid_request"`, "wait")
	}
	f.want(f.do("GET", "/blobs/none?wait=60s", ""), 404, `"code":"blob_not_found"`)
}
