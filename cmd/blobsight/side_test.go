package main

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"blobsight"
	"blobsight/internal/app"
)

// throttled is an endpoint that has no room the first times.
func throttled(times int) *side {
	return &side{RekognitionClient: &app.RekognitionClient{
		Recognize: func(context.Context, blobsight.Picture, blobsight.RecognizeOptions) (*blobsight.Recognition, error) {
			if times--; times >= 0 {
				return nil, &blobsight.LaterError{After: 10 * time.Second, Reason: "no room"}
			}
			return &blobsight.Recognition{Labels: []blobsight.Label{{Name: "Dog"}}, Model: blobsight.Model{Version: "3.0"}}, nil
		},
	}}
}

// TestPatience: what the quota has no room for is asked again, as long as there is time.
func TestPatience(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start, s := time.Now(), throttled(3)
		labels, err := s.labels(t.Context(), time.Minute, nil, blobsight.RecognizeOptions{})
		if waited := time.Since(start); err != nil || len(labels) != 1 || waited != 30*time.Second || s.model != "3.0" {
			t.Errorf("%v, %v after %s, label model %q", labels, err, waited, s.model)
		}
		start = time.Now()
		_, err = throttled(100).labels(t.Context(), time.Minute, nil, blobsight.RecognizeOptions{})
		if waited := time.Since(start); !errors.Is(err, context.DeadlineExceeded) || waited != time.Minute || !strings.HasSuffix(err.Error(), ": no room") {
			t.Errorf("%v after %s", err, waited)
		}
	})
}

// TestAdvice: a hint fits the endpoint that failed.
func TestAdvice(t *testing.T) {
	t.Parallel()
	silent, unknown := &net.OpError{Op: "dial", Err: errors.New("no such host")}, &app.RekognitionError{Code: unknownClient}
	for name, c := range map[string]struct {
		client app.RekognitionClient
		err    error
		want   string
	}{
		"nobody at a URL": {app.RekognitionClient{}, silent, `start a server with "blobsight serve"`},
		"no Amazon":       {app.RekognitionClient{Amazon: true}, silent, ""},
		"made up":         {app.RekognitionClient{MadeUp: true}, unknown, "--b-profile"},
		"a wrong key":     {app.RekognitionClient{}, unknown, ""},
		"nothing":         {app.RekognitionClient{MadeUp: true}, nil, ""},
	} {
		s := &side{RekognitionClient: &c.client, flag: "--b"}
		if got := s.advice(c.err); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestSmall: what DetectLabels just takes is sent whole.
func TestSmall(t *testing.T) {
	t.Parallel()
	data, err := input{name: stdinName}.small(strings.NewReader(strings.Repeat("x", maxSent)))
	if err != nil || len(data) != maxSent {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}
