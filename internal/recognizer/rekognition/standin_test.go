package rekognition_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"blobsight"
	"blobsight/internal/recognizer/rekognition"
)

// standIn answers as Rekognition does, with what the test says. It keeps what it
// was asked.
type standIn struct {
	*httptest.Server
	t *testing.T

	mu      sync.Mutex
	answers []answer // in turn; the last one again and again
	asked   []request
}

type answer struct {
	status int
	body   string
}

// request is DetectLabels on the wire.
type request struct {
	Image struct {
		Bytes    []byte
		S3Object *struct{ Bucket, Name string }
	}
	MaxLabels     int
	MinConfidence float64
	Features      []string
	Settings      struct {
		ImageProperties struct{ MaxDominantColors int }
	}
}

func newStandIn(t *testing.T, answers ...answer) *standIn {
	t.Helper()
	s := &standIn{t: t, answers: answers}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *standIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if target := r.Header.Get("X-Amz-Target"); target != "RekognitionService.DetectLabels" {
		s.t.Errorf("operation %q", target)
	}
	var asked request
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		s.t.Error(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, asked)
	a := s.answers[0]
	if len(s.answers) > 1 {
		s.answers = s.answers[1:]
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.WriteHeader(a.status)
	_, _ = w.Write([]byte(a.body))
}

// recognizer asks the stand-in. With a bucket, pictures with a key lie there.
func (s *standIn) recognizer(bucket string) *rekognition.Recognizer {
	s.t.Helper()
	cfg := rekognition.Config{AWS: aws.Config{
		Region: "us-east-1", Credentials: credentials.NewStaticCredentialsProvider("id", "secret", ""), BaseEndpoint: &s.URL,
		Retryer: impatient,
	}}
	if bucket != "" {
		cfg.Bucket, cfg.Object = bucket, func(key string) string { return "images/" + key }
	}
	r, err := rekognition.New(cfg)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// recorded is an answer with status 200 that is kept in a file.
func recorded(t *testing.T, name string) answer {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return answer{http.StatusOK, string(body)}
}

// refused is a typed error.
func refused(status int, kind, message string) answer {
	body, _ := json.Marshal(map[string]string{"__type": kind, "Code": kind, "Logref": "00000000-0000-0000-0000-000000000000", "Message": message})
	return answer{status, string(body)}
}

func options() blobsight.RecognizeOptions {
	return blobsight.RecognizeOptions{MinConfidence: 20, MaxLabels: 200}
}

func picture(data []byte) blobsight.Picture {
	return blobsight.Picture{Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

// stored is a picture that lies in the bucket.
func stored(data []byte) blobsight.Picture {
	p := picture(data)
	p.Key = "some-key"
	return p
}

func encode(t *testing.T, format string, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, w, h))
	err := png.Encode(&b, img)
	if format == "jpeg" {
		b.Reset()
		err = jpeg.Encode(&b, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// impatient repeats requests as the SDK does, but at once.
func impatient() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
	})
}
