package rekapi_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"image"
	"image/gif"
	"image/png"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/rekognition"
	"github.com/aws/aws-sdk-go-v2/service/rekognition/types"
	"github.com/aws/smithy-go"
	"github.com/google/uuid"

	"blobsight/internal/app"
	"blobsight/internal/app/apptest"
)

// server is the whole program, and the SDK's client that asks it.
type server struct {
	*rekognition.Client
	t      *testing.T
	url    string
	config app.Config
}

func newServer(t *testing.T, change ...func(*app.Config)) *server {
	t.Helper()
	c := apptest.Config(t)
	for _, f := range change {
		f(&c)
	}
	s := &server{t: t, url: apptest.Start(t, c).URL, config: c}
	s.Client = s.client("anybody", "anything")
	return s
}

// client signs with an access key. It asks once only.
func (s *server) client(id, secret string, change ...func(*rekognition.Options)) *rekognition.Client {
	base := &http.Transport{}
	s.t.Cleanup(base.CloseIdleConnections)
	return rekognition.New(rekognition.Options{
		Region: "us-east-1", BaseEndpoint: &s.url, Credentials: credentials.NewStaticCredentialsProvider(id, secret, ""),
		Retryer: aws.NopRetryer{}, HTTPClient: &http.Client{Transport: base},
	}, change...)
}

// detect asks for the labels of a picture.
func (s *server) detect(picture []byte, change ...func(*rekognition.DetectLabelsInput)) (*rekognition.DetectLabelsOutput, error) {
	s.t.Helper()
	in := &rekognition.DetectLabelsInput{Image: &types.Image{Bytes: picture}}
	for _, f := range change {
		f(in)
	}
	return s.DetectLabels(s.t.Context(), in)
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   string
}

// post sends a request as it is, unsigned. It may be called by any goroutine.
func (s *server) post(body string, headers ...string) reply {
	s.t.Helper()
	req, err := http.NewRequest(http.MethodPost, s.url+"/", strings.NewReader(body))
	if err != nil {
		s.t.Error(err)
		return reply{}
	}
	req.Header.Set("Content-Type", "application/x-amz-json-1.1")
	req.Header.Set("X-Amz-Target", "RekognitionService.DetectLabels")
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	return s.send(req)
}

func (s *server) send(req *http.Request) reply {
	s.t.Helper()
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		s.t.Error(err)
		return reply{}
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Error(err)
	}
	return reply{res.StatusCode, res.Header, string(answer)}
}

// sample reads one of the project's pictures.
func sample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "samples", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// blank is a picture without anything in it.
func blank(t testing.TB, format string, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, width, height))
	err := png.Encode(&b, img)
	if format == "gif" {
		b.Reset()
		err = gif.Encode(&b, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func inBase64(picture []byte) string { return base64.StdEncoding.EncodeToString(picture) }

// wantFault checks the type of an error, which is in err, and the words in it.
func wantFault(t *testing.T, err error, kind string, words ...string) {
	t.Helper()
	var e smithy.APIError
	if !errors.As(err, &e) || e.ErrorCode() != kind {
		t.Errorf("error %v, want %s", err, kind)
		return
	}
	for _, w := range words {
		if !strings.Contains(e.ErrorMessage(), w) {
			t.Errorf("message %q has no %q", e.ErrorMessage(), w)
		}
	}
}

// wantRequestID checks the header that every answer has.
func wantRequestID(t *testing.T, h http.Header) {
	t.Helper()
	if err := uuid.Validate(h.Get("X-Amzn-Requestid")); err != nil {
		t.Errorf("x-amzn-RequestId %q: %v", h.Get("X-Amzn-Requestid"), err)
	}
}

// wantWellFormed checks that an answer is one of Amazon's kinds.
func wantWellFormed(t *testing.T, r reply) {
	t.Helper()
	wantRequestID(t, r.header)
	if kind := r.header.Get("Content-Type"); kind != "application/x-amz-json-1.1" {
		t.Errorf("Content-Type %q", kind)
	}
	d := json.NewDecoder(strings.NewReader(r.body))
	d.DisallowUnknownFields()
	if r.status == http.StatusOK {
		var out rekognition.DetectLabelsOutput
		if err := d.Decode(&out); err != nil || out.Labels == nil || aws.ToString(out.LabelModelVersion) == "" {
			t.Errorf("%v in %.300s", err, r.body)
		}
		return
	}
	var fault struct {
		Type    string `json:"__type"`
		Code    string
		Logref  string
		Message string
	}
	if err := d.Decode(&fault); err != nil || fault.Type == "" || fault.Message == "" || fault.Code != "" && fault.Code != fault.Type {
		t.Errorf("status %d: %v in %.300s", r.status, err, r.body)
	}
	if r.status != http.StatusBadRequest && r.status != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d: %.300s", r.status, r.body)
	}
}
