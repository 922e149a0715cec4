package httpapi

import (
	"errors"
	"io"
	"net/http"
	"time"

	"blobsight"
	"blobsight/api"
)

// uploadTime bounds one upload; 15 MB in it are 25 kB/s.
const uploadTime = 10 * time.Minute

// UploadImage handles "PUT /uploads/{blob_id}".
func (s *server) UploadImage(w http.ResponseWriter, r *http.Request, id api.BlobID, _ api.UploadImageParams) {
	w.Header().Set("Access-Control-Allow-Origin", "*") // the link is the permission, not the origin
	takeTime(w, uploadTime)
	body := newUpload(r, s.Service.MaxUploadBytes)
	b, err := s.Service.Upload(r.Context(), id, r.URL.Query(), body)
	if err != nil {
		body.drain()
		s.fail(w, r, errors.Join(body.err, err))
		return
	}
	s.reply(w, r, http.StatusOK, api.Uploaded{BlobID: b.ID, Status: api.Status(b.State)})
}

// takeTime gives a request more time than the others have: d until it must be
// read, and a minute more until the answer must be written. The time for reading
// counts for requests without a body too: when it is over, their context ends.
func takeTime(w http.ResponseWriter, d time.Duration) {
	c, end := http.NewResponseController(w), time.Now().Add(d)
	_ = c.SetReadDeadline(end) // a connection that knows no deadline has none to extend
	_ = c.SetWriteDeadline(end.Add(time.Minute))
}

// preflight handles "OPTIONS /uploads/{blob_id}": a browser asks whether a page
// from elsewhere may upload.
func (s *server) preflight(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Allow-Methods", http.MethodPut)
	w.Header().Set("Access-Control-Allow-Headers", "Content-Type")
	w.Header().Set("Access-Control-Max-Age", "3600")
	w.WriteHeader(http.StatusNoContent)
}

// upload reads the body of a request that carries a picture. What goes wrong is
// the client's connection and not our disk, and is kept in err as such. A body
// that announces more bytes than the limit is refused before any is read.
type upload struct {
	body  io.Reader
	bytes int64 // announced; -1 when unknown
	limit int64
	err   error
}

func newUpload(r *http.Request, limit int64) *upload {
	return &upload{body: r.Body, bytes: r.ContentLength, limit: limit}
}

func (u *upload) Read(p []byte) (int, error) {
	if u.bytes > u.limit {
		u.err = blobsight.ErrUploadTooLarge.With("it has %d bytes; the limit is %d", u.bytes, u.limit)
		return 0, u.err
	}
	n, err := u.body.Read(p)
	if err != nil && err != io.EOF {
		u.err = blobsight.ErrUploadBroken.With("nothing was kept; the link can be used again while it lives")
	}
	return n, err
}

// maxDrain bounds what is read of a body that has been refused, in bytes.
const maxDrain = 4 << 20

// drain reads on when a body of unknown length has been refused in the middle:
// to close the connection on a client that is still sending would reset it, and
// the client might never see why. (A body whose length was announced is refused
// before any of it is asked for.)
func (u *upload) drain() {
	if u.bytes < 0 {
		_, _ = io.CopyN(io.Discard, u.body, maxDrain) // what fails here has failed already
	}
}
