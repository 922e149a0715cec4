package awstest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // what Rekognition reads
	_ "image/png"  // as above
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Recognizer stands for Rekognition. It gives recorded answers for pictures that it
// knows by their sums, and refuses what Rekognition would refuse.
type Recognizer struct {
	s3    *s3.Client
	known map[[sha256.Size]byte][]byte // by the sums of pictures

	mu        sync.Mutex
	throttled int
	held      chan struct{} // open: no answer is given
	asked     int
	more      *bell
}

// newRecognizer reads the recordings: NAME.json in one folder is the answer for
// the picture of that name in the other.
func newRecognizer(client *s3.Client, recordings, pictures string) (*Recognizer, error) {
	r := &Recognizer{s3: client, known: map[[sha256.Size]byte][]byte{}, more: newBell()}
	files, err := filepath.Glob(filepath.Join(recordings, "*.json"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no recordings in %s: %w", recordings, err)
	}
	for _, file := range files {
		answer, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		picture, err := os.ReadFile(filepath.Join(pictures, strings.TrimSuffix(filepath.Base(file), ".json")))
		if err != nil {
			return nil, err
		}
		r.known[sha256.Sum256(picture)] = answer
	}
	return r, nil
}

// Throttle refuses the next n requests.
func (r *Recognizer) Throttle(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.throttled = n
}

// Hold keeps all requests waiting until Release.
func (r *Recognizer) Hold() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.held = make(chan struct{})
}

// Release answers requests again.
func (r *Recognizer) Release() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.held != nil {
		close(r.held)
		r.held = nil
	}
}

// Asked waits until there were n requests since the start, and gives how many there
// are.
func (r *Recognizer) Asked(ctx context.Context, n int) (int, error) {
	for {
		more := r.more.next()
		r.mu.Lock()
		asked := r.asked
		r.mu.Unlock()
		if asked >= n {
			return asked, nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return asked, ctx.Err()
		}
	}
}

// arrive counts a request. It gives what to wait for, and whether to refuse it.
func (r *Recognizer) arrive() (held chan struct{}, refuse bool) {
	defer r.more.ring()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked++
	if r.throttled > 0 {
		r.throttled--
		return nil, true
	}
	return r.held, false
}

// detection is a request of DetectLabels.
type detection struct {
	Image struct {
		Bytes    []byte
		S3Object *struct{ Bucket, Name string }
	}
	MaxLabels     *int
	MinConfidence *float64
}

func (r *Recognizer) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	var asked detection
	if target := req.Header.Get("X-Amz-Target"); target != "RekognitionService.DetectLabels" {
		refuse(w, http.StatusBadRequest, "UnknownOperationException", target)
		return
	}
	if err := json.NewDecoder(req.Body).Decode(&asked); err != nil {
		refuse(w, http.StatusBadRequest, "SerializationException", err.Error())
		return
	}
	held, throttled := r.arrive()
	if throttled {
		refuse(w, http.StatusBadRequest, "ThrottlingException", "Rate exceeded")
		return
	}
	if held != nil {
		select {
		case <-held:
		case <-req.Context().Done():
			return
		}
	}
	picture, err := r.picture(req.Context(), asked)
	if err != nil {
		refuse(w, http.StatusBadRequest, "InvalidS3ObjectException", "Unable to get object metadata from S3. Check object key, region and/or access permissions.")
		return
	}
	r.answer(w, picture, asked)
}

func (r *Recognizer) picture(ctx context.Context, asked detection) ([]byte, error) {
	if asked.Image.S3Object == nil {
		return asked.Image.Bytes, nil
	}
	out, err := r.s3.GetObject(ctx, &s3.GetObjectInput{Bucket: &asked.Image.S3Object.Bucket, Key: &asked.Image.S3Object.Name})
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(out.Body)
	return data, errors.Join(err, out.Body.Close())
}

// minSide is the least width and height in pixels.
const minSide = 80

func (r *Recognizer) answer(w http.ResponseWriter, picture []byte, asked detection) {
	config, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err == nil && (config.Width < minSide || config.Height < minSide) {
		refuse(w, http.StatusBadRequest, "InvalidParameterException", "Request has invalid parameters")
		return
	}
	if err == nil {
		_, _, err = image.Decode(bytes.NewReader(picture))
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, "InvalidImageFormatException", "Request has invalid image format")
		return
	}
	labels, err := chosen(r.known[sha256.Sum256(picture)], asked)
	if err != nil {
		refuse(w, http.StatusInternalServerError, "InternalServerError", err.Error())
		return
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	_ = json.NewEncoder(w).Encode(map[string]any{"LabelModelVersion": "3.0", "Labels": labels})
}

// chosen are the labels of a recording that were asked for. Of a picture that nobody
// recorded there are none.
func chosen(recording []byte, asked detection) ([]any, error) {
	labels := []any{}
	if recording == nil {
		return labels, nil
	}
	var all struct{ Labels []map[string]any }
	if err := json.Unmarshal(recording, &all); err != nil {
		return nil, err
	}
	for _, l := range all.Labels {
		confidence, _ := l["Confidence"].(float64)
		if (asked.MaxLabels == nil || len(labels) < *asked.MaxLabels) && (asked.MinConfidence == nil || confidence >= *asked.MinConfidence) {
			labels = append(labels, l)
		}
	}
	return labels, nil
}

// refuse is an error of AWS JSON 1.1.
func refuse(w http.ResponseWriter, status int, kind, text string) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.Header().Set("X-Amzn-Errortype", kind)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": kind, "Message": text})
}
