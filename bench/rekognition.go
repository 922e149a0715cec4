package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

const (
	twinRounds = 40 // of all sample pictures
	twinLarge  = 30 // requests with a large picture
	twinLimit  = 2  // ms that the twin may take more
)

// measureRekognition compares the twin of Rekognition with "POST /labels": the same
// pictures in turn, each first at the one and then at the other.
func measureRekognition(ctx context.Context, b *bench) ([]row, error) {
	b.say("rekognition: %d rounds of %d sample pictures, then a large one %d times", twinRounds, len(b.samples), twinLarge)
	large, err := b.enlarged("2-megapixel JPEG", 1600, 1200)
	if err != nil {
		return nil, err
	}
	dir := b.folder()
	key, err := exec.CommandContext(ctx, b.bin, "keys", "create", "bench", "--data", dir).Output() //nolint:gosec // the program is the one that is measured
	if err != nil {
		return nil, fmt.Errorf("make an API key: %w", err)
	}
	s, err := b.serve(ctx, dir)
	if err != nil {
		return nil, err
	}
	t := &twins{server: s, key: strings.TrimSpace(string(key))}
	rows, err := t.measure(ctx, b.samples, large)
	return rows, errors.Join(err, s.stop())
}

// twins asks both endpoints of one server.
type twins struct {
	*server
	key string
}

func (t *twins) measure(ctx context.Context, samples []picture, large picture) ([]row, error) {
	for _, p := range samples { // both warm up
		if _, _, err := t.pair(ctx, p); err != nil {
			return nil, err
		}
	}
	var rows []row
	for _, m := range []struct {
		what   string
		of     []picture
		rounds int
		target target
	}{
		{"a sample picture", samples, twinRounds, below(twinLimit)},
		{fmt.Sprintf("a JPEG of %d kB", len(large.bytes)/1000), []picture{large}, twinLarge, target{}},
	} {
		var labels, twin series
		for range m.rounds {
			for _, p := range m.of {
				a, b, err := t.pair(ctx, p)
				if err != nil {
					return rows, err
				}
				labels, twin = append(labels, a), append(twin, b)
			}
		}
		how := "one client, in turn; signed with an API key"
		rows = append(
			rows, row{what: "`POST /labels`, " + m.what, how: how, unit: "ms", runs: labels},
			row{what: "The twin of Rekognition, " + m.what, how: how, unit: "ms", runs: twin},
			row{what: "The one median above the other", how: how, unit: "ms", target: m.target, runs: series{twin.median() - labels.median()}},
		)
	}
	return rows, nil
}

// pair has a picture labelled by both, and gives how long each took in ms.
func (t *twins) pair(ctx context.Context, p picture) (labels, twin float64, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url+"/labels?min_confidence=55", bytes.NewReader(p.bytes))
	if err != nil {
		return 0, 0, err
	}
	r.Header.Set("Authorization", "Bearer "+t.key)
	if labels, err = t.time(r); err != nil {
		return 0, 0, err
	}
	if r, err = t.signed(ctx, p); err != nil {
		return 0, 0, err
	}
	twin, err = t.time(r)
	return labels, twin, err
}

// signed is a request of DetectLabels.
func (t *twins) signed(ctx context.Context, p picture) (*http.Request, error) {
	body := `{"Image":{"Bytes":"` + base64.StdEncoding.EncodeToString(p.bytes) + `"}}`
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url+"/", strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	r.Header.Set("X-Amz-Target", "RekognitionService.DetectLabels")
	sum := sha256.Sum256([]byte(body))
	keys := aws.Credentials{AccessKeyID: t.key, SecretAccessKey: t.key}
	return r, v4.NewSigner().SignHTTP(ctx, keys, r, hex.EncodeToString(sum[:]), "rekognition", "us-east-1", time.Now())
}

// time gives how long a request takes, its whole answer included, in ms.
func (t *twins) time(r *http.Request) (float64, error) {
	begin := time.Now()
	res, err := t.http.Do(r)
	if err != nil {
		return 0, err
	}
	answer, err := io.ReadAll(res.Body)
	took := milliseconds(time.Since(begin))
	if err = errors.Join(err, res.Body.Close()); err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answered %s: %.300s", r.URL, res.Status, answer)
	}
	return took, err
}
