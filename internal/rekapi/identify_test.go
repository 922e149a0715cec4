package rekapi_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/rekognition"
	"github.com/aws/aws-sdk-go-v2/service/rekognition/types"

	"blobsight"
	"blobsight/internal/app"
	"blobsight/internal/app/apptest"
)

// TestSignatures: as soon as there is an API key, requests are signed with one, in
// either way that a key is an access key.
func TestSignatures(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	orange := sample(t, "orange.jpg")
	if _, err := s.detect(orange); err != nil {
		t.Fatalf("before the first key: %v", err)
	}
	key := apptest.Key(t, s.config.DataDir)
	access, err := blobsight.NewAccessKey(key)
	if err != nil {
		t.Fatal(err)
	}
	detect := func(c *rekognition.Client) error {
		_, err := c.DetectLabels(t.Context(), &rekognition.DetectLabelsInput{Image: &types.Image{Bytes: orange}})
		return err
	}
	for name, c := range map[string]*rekognition.Client{
		"the key as both": s.client(key, key), "id and hash": s.client(access.KeyID, access.Secret),
	} {
		if err := detect(c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	late := func(o *rekognition.Options) { o.HTTPSignerV4 = shifted(-16 * time.Minute) }
	early := func(o *rekognition.Options) { o.HTTPSignerV4 = shifted(16 * time.Minute) }
	region := func(o *rekognition.Options) { o.Region = "eu-central-1" }
	for name, c := range map[string]struct {
		client *rekognition.Client
		kind   string
	}{
		"anybody":       {s.Client, "UnrecognizedClientException"},
		"wrong secret":  {s.client(access.KeyID, access.Secret+"x"), "InvalidSignatureException"},
		"secret of id":  {s.client(access.KeyID, key), "InvalidSignatureException"},
		"too late":      {s.client(key, key, late), "InvalidSignatureException"},
		"too early":     {s.client(key, key, early), "InvalidSignatureException"},
		"wrong region":  {s.client(key, key, region), "InvalidSignatureException"},
		"session token": {s.client(key, key, withToken(key)), "UnrecognizedClientException"},
	} {
		err := detect(c.client)
		wantFault(t, err, c.kind)
		if name == "anybody" {
			wantFault(t, err, c.kind, "The security token included in the request is invalid.", "blobsight keys aws")
		}
		if t.Failed() {
			t.Fatal(name)
		}
	}
	unsigned := s.post(`{}`)
	if wantWellFormed(t, unsigned); !strings.Contains(unsigned.body, `"__type":"MissingAuthenticationTokenException"`) {
		t.Errorf("unsigned: %d %s", unsigned.status, unsigned.body)
	}
}

// shifted signs with a clock that is off.
func shifted(by time.Duration) rekognition.HTTPSignerV4 { return clock{v4.NewSigner(), by} }

type clock struct {
	signer *v4.Signer
	by     time.Duration
}

func (c clock) SignHTTP(ctx context.Context, cred aws.Credentials, r *http.Request, sum, service, region string, at time.Time, opt ...func(*v4.SignerOptions)) error {
	return c.signer.SignHTTP(ctx, cred, r, sum, service, region, at.Add(c.by), opt...)
}

func withToken(key string) func(*rekognition.Options) {
	return func(o *rekognition.Options) {
		o.Credentials = credentials.NewStaticCredentialsProvider(key, key, "token")
	}
}

// TestRegion: another region than the default one can be the right one.
func TestRegion(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(c *app.Config) { c.Region = "eu-central-1" })
	key := apptest.Key(t, s.config.DataDir)
	in := &rekognition.DetectLabelsInput{Image: &types.Image{Bytes: sample(t, "orange.jpg")}}
	_, err := s.client(key, key).DetectLabels(t.Context(), in)
	wantFault(t, err, "InvalidSignatureException", "eu-central-1")
	if _, err := s.client(key, key, func(o *rekognition.Options) { o.Region = "eu-central-1" }).DetectLabels(t.Context(), in); err != nil {
		t.Error(err)
	}
}

// TestRevoked: who has lost all keys is closed, not open.
func TestRevoked(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	key := apptest.Key(t, s.config.DataDir)
	access, err := blobsight.NewAccessKey(key)
	if err != nil {
		t.Fatal(err)
	}
	store, err := app.OpenStore(t.Context(), s.config.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(store.RevokeKey(t.Context(), access.KeyID, time.Now()), store.Close()); err != nil {
		t.Fatal(err)
	}
	_, err = s.client(key, key).DetectLabels(t.Context(), &rekognition.DetectLabelsInput{Image: &types.Image{Bytes: sample(t, "orange.jpg")}})
	wantFault(t, err, "UnrecognizedClientException")
}
