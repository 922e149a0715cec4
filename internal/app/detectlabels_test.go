package app_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	smithyhttp "github.com/aws/smithy-go/transport/http"

	"blobsight"
	"blobsight/internal/app"
)

// alone keeps the settings of AWS of whoever runs the tests out of them, and gives
// those that a test names.
func alone(t *testing.T, settings ...string) {
	t.Helper()
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, "") // remembers it
			os.Unsetenv(name)
		}
	}
	none := filepath.Join(t.TempDir(), "none")
	for _, s := range append([]string{"AWS_CONFIG_FILE=" + none, "AWS_SHARED_CREDENTIALS_FILE=" + none, "AWS_EC2_METADATA_DISABLED=true"}, settings...) {
		name, value, _ := strings.Cut(s, "=")
		t.Setenv(name, value)
	}
}

// answers is an endpoint that always says the same, and tells who signed the last request.
func answers(t *testing.T, status int, body string) (*httptest.Server, *string) {
	t.Helper()
	var signed string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		credential := strings.SplitN(r.Header.Get("Authorization"), "Credential=", 2)
		scope := strings.Split(strings.SplitN(credential[len(credential)-1], ",", 2)[0], "/")
		signed = scope[0]
		if len(scope) > 2 {
			signed += " " + scope[2]
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	return s, &signed
}

const oneLabel = `{"LabelModelVersion": "3.0", "Labels": [{"Name": "Lemon", "Confidence": 98.5}]}`

func ask(t *testing.T, e app.RekognitionEndpoint) (*blobsight.Recognition, error) {
	t.Helper()
	r, err := app.OpenRekognition(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	pic := blobsight.Picture{Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader([]byte("GIF89a"))), nil
	}}
	return r.Recognize(t.Context(), pic, blobsight.RecognizeOptions{MinConfidence: 55, MaxLabels: 10})
}

// TestRekognitionSigns: who signs, and for which region.
func TestRekognitionSigns(t *testing.T) {
	keys := []string{"AWS_ACCESS_KEY_ID=mine", "AWS_SECRET_ACCESS_KEY=secret"}
	profiles := filepath.Join(t.TempDir(), "config")
	text := "[profile other]\nregion = eu-west-1\naws_access_key_id = theirs\naws_secret_access_key = secret\nendpoint_url = http://127.0.0.1:1\n"
	if err := os.WriteFile(profiles, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	server, signed := answers(t, http.StatusOK, oneLabel)
	for name, c := range map[string]struct {
		settings        []string
		region, profile string
		want            string
	}{
		"nobody":           {nil, "", "", "unsigned us-east-1"},
		"the environment":  {append(keys, "AWS_REGION=eu-north-1"), "", "", "mine eu-north-1"},
		"a region":         {append(keys, "AWS_REGION=eu-north-1"), "eu-south-1", "", "mine eu-south-1"},
		"a profile":        {append(keys, "AWS_CONFIG_FILE="+profiles), "", "other", "theirs eu-west-1"},
		"another endpoint": {append(keys, "AWS_ENDPOINT_URL=http://127.0.0.1:1", "AWS_ENDPOINT_URL_REKOGNITION=http://127.0.0.1:1"), "", "", "mine us-east-1"},
	} {
		t.Run(name, func(t *testing.T) {
			alone(t, c.settings...)
			rec, err := ask(t, app.RekognitionEndpoint{Address: server.URL, Region: c.region, Profile: c.profile})
			if err != nil || len(rec.Labels) != 1 || rec.Model.Version != "3.0" || *signed != c.want {
				t.Errorf("%+v, %v, signed by %q, want %q", rec, err, *signed, c.want)
			}
		})
	}
}

// TestAmazonIsAmazon: no setting puts another endpoint in its place.
func TestAmazonIsAmazon(t *testing.T) {
	alone(t, "AWS_ACCESS_KEY_ID=mine", "AWS_SECRET_ACCESS_KEY=secret", "AWS_REGION=eu-west-1",
		"AWS_ENDPOINT_URL=http://127.0.0.1:1", "AWS_ENDPOINT_URL_REKOGNITION=http://127.0.0.1:1")
	e := app.RekognitionEndpoint{Address: app.Amazon}
	if r, err := app.OpenRekognition(t.Context(), e); err != nil || r.Name != "Amazon Rekognition in eu-west-1" || !r.Amazon || r.MadeUp {
		t.Errorf("%+v, %v", r, err)
	}
	cfg, err := app.LoadRekognition(t.Context(), e)
	if err != nil || cfg.BaseEndpoint != nil || cfg.ConfigSources != nil { // the sources are asked for endpoints, too
		t.Errorf("%+v, %v", cfg, err)
	}
}

func TestOpenRekognitionRefuses(t *testing.T) {
	keys := []string{"AWS_ACCESS_KEY_ID=mine", "AWS_SECRET_ACCESS_KEY=secret"}
	for name, c := range map[string]struct {
		settings []string
		e        app.RekognitionEndpoint
		want     string
	}{
		"no address":     {nil, app.RekognitionEndpoint{}, `"" is neither aws nor a URL such as http://127.0.0.1:8080`},
		"no URL":         {nil, app.RekognitionEndpoint{Address: "localhost:8080"}, "neither aws nor a URL"},
		"another scheme": {nil, app.RekognitionEndpoint{Address: "ftp://localhost"}, "neither aws nor a URL"},
		"no region":      {keys, app.RekognitionEndpoint{Address: app.Amazon}, "no region is set; set AWS_REGION"},
		"no keys":        {nil, app.RekognitionEndpoint{Address: app.Amazon, Region: "eu-west-1"}, "no credentials were found; set AWS_ACCESS_KEY_ID"},
		"far away":       {nil, app.RekognitionEndpoint{Address: "https://twin.example"}, "no credentials were found"},
		"no profile":     {keys, app.RekognitionEndpoint{Address: app.Amazon, Profile: "nobody"}, `--b: settings of AWS: there is no profile "nobody", which --b-profile names`},
		"AWS_PROFILE":    {append(keys, "AWS_PROFILE=nobody"), app.RekognitionEndpoint{Address: app.Amazon}, `there is no profile "nobody", which AWS_PROFILE names`},
		"no such region": {nil, app.RekognitionEndpoint{Address: app.Amazon, Region: "Bad Region!"}, `--b-region: "Bad Region!" is no region; the form is eu-west-1`},
		"AWS_REGION":     {append(keys, "AWS_REGION=eu west"), app.RekognitionEndpoint{Address: app.Amazon}, `"eu west" is no region; the form is eu-west-1; it comes from AWS_REGION or the profile`},
		"only an id":     {keys[:1], app.RekognitionEndpoint{Address: "http://127.0.0.1:1"}, "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not"},
		"only a secret":  {keys[1:], app.RekognitionEndpoint{Address: "http://localhost:1"}, "AWS_SECRET_ACCESS_KEY is set and AWS_ACCESS_KEY_ID is not"},
	} {
		t.Run(name, func(t *testing.T) {
			alone(t, c.settings...)
			c.e.Flag = "--b"
			if _, err := app.OpenRekognition(t.Context(), c.e); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v does not say %q", err, c.want)
			}
		})
	}
}

// TestRekognitionErrors: errors say in few words what the endpoint answered.
func TestRekognitionErrors(t *testing.T) {
	alone(t)
	for name, c := range map[string]struct {
		status       int
		body         string
		code, detail string
	}{
		"the picture":      {400, `{"__type": "InvalidImageFormatException", "Message": "Request has invalid image format"}`, "InvalidImageFormatException", "DetectLabels takes no gif; send JPEG or PNG"},
		"the signature":    {400, `{"__type": "InvalidSignatureException", "Message": "The signature is wrong."}`, "InvalidSignatureException", "The signature is wrong."},
		"the rights":       {400, `{"__type": "AccessDeniedException", "Message": "You may not."}`, "AccessDeniedException", "You may not."},
		"somebody else":    {404, `{"error": "Not found"}`, "UnknownError", "the answer has status 404 and is not one of Rekognition's; check the address"},
		"another code":     {400, `{"error": "Unsupported image", "code": "invalid_image"}`, "UnknownError", "the answer has status 400 and is not one of Rekognition's; check the address"},
		"no words":         {400, `{"__type": "UnknownOperationException"}`, "UnknownOperationException", "the endpoint does not say why"},
		"not even in JSON": {403, `<html>`, "UnknownError", "the answer has status 403 and is not one of Rekognition's; check the address"},
	} {
		server, _ := answers(t, c.status, c.body)
		_, err := ask(t, app.RekognitionEndpoint{Address: server.URL})
		var e *app.RekognitionError
		if !errors.As(err, &e) || e.Code != c.code || e.Detail != c.detail {
			t.Errorf("%s: %#v, want %s: %s", name, err, c.code, c.detail)
		}
	}
	gone := httptest.NewServer(nil)
	gone.Close()
	_, err := ask(t, app.RekognitionEndpoint{Address: gone.URL})
	if dial := (*net.OpError)(nil); !errors.As(err, &dial) || !strings.HasPrefix(err.Error(), "dial tcp ") {
		t.Errorf("nobody there: %v", err)
	}
}

// TestNoTLS: an address with one letter too many is told.
func TestNoTLS(t *testing.T) {
	alone(t)
	web, _ := answers(t, http.StatusOK, oneLabel)
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Close() })
	go func() {
		for {
			c, err := other.Accept()
			if err != nil {
				return
			}
			_, _ = c.Read(make([]byte, 1<<16))
			_, _ = io.WriteString(c, "220 at your service\r\n")
			c.Close()
		}
	}()
	for name, address := range map[string]string{"HTTP": web.Listener.Addr().String(), "another protocol": other.Addr().String()} {
		_, err := ask(t, app.RekognitionEndpoint{Address: "https://" + address})
		var e *app.RekognitionError
		if !errors.As(err, &e) || e.Detail != "the server speaks no TLS; use http:// in place of https://" {
			t.Errorf("%s: %#v", name, err)
		}
	}
}

// TestPatient: what cannot pass is not tried again.
func TestPatient(t *testing.T) {
	alone(t)
	cfg, err := app.LoadRekognition(t.Context(), app.RekognitionEndpoint{Address: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	for cause, want := range map[error]bool{syscall.ECONNREFUSED: false, http.ErrSchemeMismatch: false, syscall.ECONNRESET: true} {
		err := &smithyhttp.RequestSendError{Err: &url.Error{Op: "Post", URL: "http://127.0.0.1:1", Err: &net.OpError{Op: "dial", Err: cause}}}
		if got := cfg.Retryer().IsErrorRetryable(err); got != want {
			t.Errorf("%v: tried again: %t", cause, got)
		}
	}
}
