package rekapi_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"blobsight"
	"blobsight/internal/rekapi"
)

// desk is a handler whose recognizer, store of keys and source of objects do what a
// test says. It keeps what they were asked.
type desk struct {
	http.Handler
	recognize func(ctx context.Context, p blobsight.Picture) error // nil: nothing is in the picture
	options   blobsight.RecognizeOptions
	object    []string // bucket, name and version
	log       strings.Builder
}

func newDesk() *desk {
	d := &desk{}
	service := &blobsight.Service{Config: blobsight.Config{Recognizer: d, Observer: d, Now: time.Now, NewID: uuid.NewString}}
	d.Handler = rekapi.New(rekapi.Config{
		Service: service, Keys: &blobsight.Keys{Store: d, Open: true}, Objects: d, Region: "us-east-1",
		Log: slog.New(slog.NewTextHandler(&d.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	return d
}

func (d *desk) Recognize(ctx context.Context, p blobsight.Picture, opt blobsight.RecognizeOptions) (*blobsight.Recognition, error) {
	if d.recognize != nil {
		return nil, d.recognize(ctx, p)
	}
	d.options = opt
	return &blobsight.Recognition{Labels: []blobsight.Label{}, Model: d.Model()}, nil
}

func (*desk) Vocabulary() []blobsight.Concept                     { return nil }
func (*desk) Model() blobsight.Model                              { return blobsight.Model{Name: "desk", Version: "1"} }
func (*desk) ObserveStage(blobsight.Stage, string, time.Duration) {}
func (*desk) ListKeys(context.Context) ([]*blobsight.Key, error)  { return nil, nil }
func (*desk) CreateKey(context.Context, *blobsight.Key) error     { return errors.ErrUnsupported }
func (*desk) RevokeKey(context.Context, string, time.Time) error  { return errors.ErrUnsupported }
func (d *desk) Open(_ context.Context, b, n, v string) (io.ReadCloser, error) {
	d.object = []string{b, n, v}
	return nil, &blobsight.Error{Kind: blobsight.KindNotFound, Code: blobsight.ErrObjectNotFound.Code, Detail: "no such cat", Err: errors.New("path escapes")}
}

// ask sends a request and gives the answer.
func (d *desk) ask(ctx context.Context, body io.Reader) reply {
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/", body)
	r.Header.Set("X-Amz-Target", "RekognitionService.DetectLabels")
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return reply{w.Code, w.Header(), w.Body.String()}
}

const request = `{"Image":{"Bytes":"AAAA"}}`

// TestOptions: what a request asks for reaches the recognizer, and what it leaves
// open is as Amazon has it.
func TestOptions(t *testing.T) {
	t.Parallel()
	const all = 1 << 20
	for more, want := range map[string]blobsight.RecognizeOptions{
		``:                                    {MinConfidence: 55, MaxLabels: all},
		`,"MinConfidence":12.5,"MaxLabels":3`: {MinConfidence: 12.5, MaxLabels: all},
		`,"Features":["GENERAL_LABELS"]`:      {MinConfidence: 55, MaxLabels: all},
		`,"Features":["IMAGE_PROPERTIES"]`:    {MinConfidence: 55, MaxLabels: all, Properties: true, Regions: true, MaxColors: 10},
		`,"Settings":{"ImageProperties":{"MaxDominantColors":20}}`:                                 {MinConfidence: 55, MaxLabels: all},
		`,"Features":["IMAGE_PROPERTIES"],"Settings":{"ImageProperties":{"MaxDominantColors":20}}`: {MinConfidence: 55, MaxLabels: all, Properties: true, Regions: true, MaxColors: 20},
		`,"Features":["IMAGE_PROPERTIES"],"Settings":{"ImageProperties":{"MaxDominantColors":0}}`:  {MinConfidence: 55, MaxLabels: all, Properties: true, Regions: true, MaxColors: 1},
	} {
		d := newDesk()
		if a := d.ask(t.Context(), strings.NewReader(`{"Image":{"Bytes":"AAAA"}`+more+`}`)); a.status != http.StatusOK {
			t.Errorf("%s: %d %s", more, a.status, a.body)
		}
		if diff := cmp.Diff(want, d.options); diff != "" {
			t.Errorf("%s: options (-want +got):\n%s", more, diff)
		}
	}
}

// TestObject: an object is asked for by all that names it; why it cannot be read
// stands in the log, with the id that the client has.
func TestObject(t *testing.T) {
	t.Parallel()
	d := newDesk()
	d.recognize = func(ctx context.Context, p blobsight.Picture) error { _, err := p.Open(ctx); return err }
	a := d.ask(t.Context(), strings.NewReader(`{"Image":{"S3Object":{"Bucket":"cats","Name":"a/tom.jpg","Version":"7"}}}`))
	if diff := cmp.Diff([]string{"cats", "a/tom.jpg", "7"}, d.object); diff != "" {
		t.Errorf("object (-want +got):\n%s", diff)
	}
	if wantWellFormed(t, a); !strings.Contains(a.body, `"__type":"InvalidS3ObjectException"`) || !strings.Contains(a.body, "no such cat") || strings.Contains(a.body, "escapes") {
		t.Errorf("answer %s", a.body)
	}
	if log := d.log.String(); !strings.Contains(log, "path escapes") || !strings.Contains(log, a.header.Get("X-Amzn-Requestid")) {
		t.Errorf("log %s", log)
	}
}

// TestOurFault: what is no fault of the client is told so, and nothing else of it.
func TestOurFault(t *testing.T) {
	t.Parallel()
	for name, recognize := range map[string]func(context.Context, blobsight.Picture) error{
		"error": func(context.Context, blobsight.Picture) error { return errors.New("the disk is on fire") },
		"panic": func(context.Context, blobsight.Picture) error { panic("the disk is on fire") },
	} {
		d := newDesk()
		d.recognize = recognize
		for range 20 { // more than there are places
			a := d.ask(t.Context(), strings.NewReader(request))
			id := a.header.Get("X-Amzn-Requestid")
			want := `{"__type":"InternalServerError","Code":"InternalServerError","Logref":"` + id + `","Message":"Internal server error"}` + "\n"
			if a.status != http.StatusInternalServerError || a.body != want {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
			if log := d.log.String(); !strings.Contains(log, "the disk is on fire") || !strings.Contains(log, id) {
				t.Errorf("%s: log %s", name, log)
			}
		}
	}
}

// TestBusy: a recognizer that does not come to an end is given up, and who finds no
// place meanwhile is told to come back.
func TestBusy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		d.recognize = func(ctx context.Context, _ blobsight.Picture) error { <-ctx.Done(); return ctx.Err() }
		begin := time.Now()
		answers := make(chan reply, 20)
		for range 17 {
			go func() { answers <- d.ask(t.Context(), strings.NewReader(request)) }()
		}
		first := <-answers
		if wait := time.Since(begin); !strings.Contains(first.body, "ThrottlingException") || first.status != http.StatusInternalServerError || wait != 5*time.Second {
			t.Errorf("after %s: %d %s", wait, first.status, first.body)
		}
		for range 16 {
			if a := <-answers; !strings.Contains(a.body, "InternalServerError") {
				t.Errorf("%d %s", a.status, a.body)
			}
		}
		if wait := time.Since(begin); wait != time.Minute {
			t.Errorf("all were answered after %s", wait)
		}
		d.recognize = nil
		if a := d.ask(t.Context(), strings.NewReader(request)); a.status != http.StatusOK {
			t.Errorf("afterwards: %d %s", a.status, a.body)
		}
	})
}

// TestClientGone: nobody is answered, which is no error of ours.
func TestClientGone(t *testing.T) {
	t.Parallel()
	d := newDesk()
	ctx, cancel := context.WithCancel(t.Context())
	d.recognize = func(ctx context.Context, _ blobsight.Picture) error { cancel(); return ctx.Err() }
	if a := d.ask(ctx, strings.NewReader(request)); a.status != 499 || strings.Contains(d.log.String(), "level=ERROR") {
		t.Errorf("%d, log %s", a.status, d.log.String())
	}
}

// TestDrained: who sends too much is listened to for a while, to hear why it is too much.
func TestDrained(t *testing.T) {
	t.Parallel()
	d := newDesk()
	body := &counter{from: strings.NewReader(strings.Repeat(" ", 20<<20))}
	if a := d.ask(t.Context(), body); a.status != http.StatusRequestEntityTooLarge || body.bytes.Load() != 20<<20 {
		t.Errorf("%d after %d bytes: %s", a.status, body.bytes.Load(), a.body)
	}
}

// counter counts what is read.
type counter struct {
	from  io.Reader
	bytes atomic.Int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.bytes.Add(int64(n))
	return n, err
}
