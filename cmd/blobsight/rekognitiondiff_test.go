package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/cmd/blobsight/agreement"
	"blobsight/internal/app"
)

// detector is an endpoint that speaks DetectLabels. It answers by what the bytes of
// a picture begin with, and refuses what it does not know.
func detector(t *testing.T, version string, labels map[string]string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Image         struct{ Bytes []byte }
			MinConfidence float64
			MaxLabels     int
		}
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || r.Header.Get("X-Amz-Target") != "RekognitionService.DetectLabels" {
			t.Errorf("request for %q: %v", r.Header.Get("X-Amz-Target"), err)
		}
		if asked.MinConfidence != 55 || asked.MaxLabels != 1000 {
			t.Errorf("asked %+v", asked)
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		for name, list := range labels {
			if bytes.HasPrefix(asked.Image.Bytes, []byte(name)) {
				_, _ = fmt.Fprintf(w, `{"LabelModelVersion": %q, "Labels": [%s]}`, version, list)
				return
			}
		}
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"__type": "InvalidImageFormatException", "Message": "Request has invalid image format"}`)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// refusing is an endpoint that refuses everybody.
func refusing(t *testing.T, code string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprintf(w, `{"__type": %q, "Message": "Not you."}`, code)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// counted is another address of an endpoint, which counts what is asked there.
func counted(t *testing.T, endpoint string) (string, *atomic.Int32) {
	t.Helper()
	var asked atomic.Int32
	at, err := url.Parse(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(at)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL, &asked
}

// sides are two endpoints that agree about some of what they see.
func sides(t *testing.T) (a, b string) {
	t.Helper()
	a = detector(t, "1", map[string]string{
		"dog":     `{"Name": "Animal", "Confidence": 99}, {"Name": "Dog", "Confidence": 90, "Parents": [{"Name": "Animal"}]}, {"Name": "Ball", "Confidence": 60}`,
		"phone":   `{"Name": "Cell Phone", "Confidence": 80}`,
		"nothing": "",
		"GIF89a":  `{"Name": "Dog", "Confidence": 60}`,
	})
	b = detector(t, "3.0", map[string]string{
		"dog":     `{"Name": "Animal", "Confidence": 97.5}, {"Name": "Dog", "Confidence": 97.5, "Parents": [{"Name": "Animal"}]}, {"Name": "Tree", "Confidence": 70}`,
		"phone":   `{"Name": "Mobile Phone", "Confidence": 75.5, "Aliases": [{"Name": "Phone"}, {"Name": "Cell Phone"}]}, {"Name": "Tree", "Confidence": 56}`,
		"nothing": "",
	})
	return a, b
}

// pictureFile is what the endpoints take for a picture.
func pictureFile(t *testing.T, content string) string { return write(t, content+".jpg", content) }

func TestRekognitionDiff(t *testing.T) {
	t.Parallel()
	a, b := sides(t)
	dog, phone, nothing := pictureFile(t, "dog"), pictureFile(t, "phone"), pictureFile(t, "nothing")
	o := mustRun(t, "rekognition-diff", "--a", a, "--b", b, dog, phone, nothing)
	want := dog + `: 2 of 4 labels shared (50%)
               A       B     B-A
  Animal   99.0%   97.5%    -1.5
  Dog      90.0%   97.5%    +7.5
  only A: Ball 60.0%
  only B: Tree 70.0%
` + phone + `: 1 of 2 labels shared (50%)
                   A       B     B-A
  Cell Phone   80.0%   75.5%    -4.5  Mobile Phone at B (alias)
  only B: Tree 56.0%
` + nothing + `: no labels at either side

SUMMARY of 3 pictures
  A is ` + a + `, label model 1
  B is ` + b + `, label model 3.0

  labels a picture        1.3 at A, 1.7 at B
  overlap                 66.7% of a picture's labels in the mean, 50.0% of all labels
  given by A, too         60.0% of the labels of B
  given by B, too         75.0% of the labels of A
  same top label          100.0%, in 2 of 2 pictures with labels
  confidence, B-A         mean +0.5 over 3 shared labels
                          median 4.5, signs aside
                          largest +7.5, Dog in ` + dog + `

  MISSING AT A  PICTURES      MISSING AT B  PICTURES
  Tree                 2      Ball                 1
`
	if diff := cmp.Diff(want, o.out); diff != "" || o.err != "" {
		t.Errorf("(-want +got):\n%s\nstderr: %s", diff, o.err)
	}
	o = mustRun(t, "rekognition-diff", "--summary", "--a", a, "--b", b, dog)
	if !strings.HasPrefix(o.out, "SUMMARY of 1 picture\n  A is ") {
		t.Errorf("only the summary is\n%s", o.out)
	}
}

func TestRekognitionDiffJSON(t *testing.T) {
	t.Parallel()
	a, b := sides(t)
	phone := pictureFile(t, "phone")
	o := mustRun(t, "rekognition-diff", "--json", "--a", a, "--b", b, phone)
	file, _ := json.Marshal(phone)
	want := `{"file":` + string(file) + `,"overlap":50,"same_top":true,` +
		`"shared":[{"a":"Cell Phone","b":"Mobile Phone","match":"alias","confidence_a":80,"confidence_b":75.5,"difference":-4.5}],` +
		`"only_a":[],"only_b":[{"label":"Tree","confidence":56}]}
{"summary":{"pictures":1,"failed":0,` +
		`"a":{"endpoint":"` + a + `","label_model":"1","labels":1,"has":50,"missing":[{"label":"Tree","pictures":1}]},` +
		`"b":{"endpoint":"` + b + `","label_model":"3.0","labels":2,"has":100,"missing":[]},` +
		`"overlap":{"mean":50,"pooled":50},"same_top":{"share":100,"pictures":1,"of":1},` +
		`"difference":{"labels":1,"mean":-4.5,"median_absolute":4.5,` +
		`"largest":{"file":` + string(file) + `,"a":"Cell Phone","b":"Mobile Phone","match":"alias","confidence_a":80,"confidence_b":75.5,"difference":-4.5}}}}
`
	if diff := cmp.Diff(want, o.out); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	o = mustRun(t, "rekognition-diff", "--json", "--summary", "--a", a, "--b", b, pictureFile(t, "nothing"))
	want = `{"summary":{"pictures":1,"failed":0,` +
		`"a":{"endpoint":"` + a + `","label_model":"1","labels":0,"has":null,"missing":[]},` +
		`"b":{"endpoint":"` + b + `","label_model":"3.0","labels":0,"has":null,"missing":[]},` +
		`"overlap":{"mean":100,"pooled":null},"same_top":{"share":null,"pictures":0,"of":0},` +
		`"difference":{"labels":0,"mean":null,"median_absolute":null,"largest":null}}}
`
	if diff := cmp.Diff(want, o.out); diff != "" {
		t.Errorf("only the summary (-want +got):\n%s", diff)
	}
}

// TestRekognitionDiffFailures: what fails at one side is told, and the others are compared.
func TestRekognitionDiffFailures(t *testing.T) {
	t.Parallel()
	a, b := sides(t)
	b, asked := counted(t, b)
	large, text, gif := write(t, "large.jpg", strings.Repeat("x", maxSent+1)), pictureFile(t, "text"), pictureFile(t, "GIF89a")
	files := []string{"missing.jpg", large, text, gif, "-"}
	o := try(t.Context(), "dog", append([]string{"rekognition-diff", "--a", a, "--b", b}, files...)...)
	if o.code != exitFailed || strings.Count(o.out, "labels shared") != 1 {
		t.Errorf("exit code %d\n%s", o.code, o.out)
	}
	if n := asked.Load(); n != 2 {
		t.Errorf("B was asked %d times, want 2: about the pictures that A knows", n)
	}
	contains(t, o.out, "-: 2 of 4 labels shared (50%)\n", "\nSUMMARY of 1 of 5 pictures\n")
	contains(t, o.err, "blobsight: missing.jpg: no such file or directory (cannot_read)\n",
		"large.jpg: it has 5.0 MB; DetectLabels takes at most 5 MB (5242880 bytes) with a request, so make it smaller (image_too_large)\n",
		"text.jpg: A: it is no picture that DetectLabels can read; send JPEG or PNG (InvalidImageFormatException)\n",
		"GIF89a.jpg: B: DetectLabels takes no gif; send JPEG or PNG (InvalidImageFormatException)\n",
		"blobsight: 4 of 5 failed\n")
	o = try(t.Context(), "", "rekognition-diff", "--json", "--a", a, "--b", b, gif, text, filepath.Dir(large))
	contains(t, o.out, `,"error_b":{"code":"InvalidImageFormatException","detail":"DetectLabels takes no gif; send JPEG or PNG"}}`,
		`,"error_a":{"code":"InvalidImageFormatException",`, `,"error":{"code":"image_too_large",`, `{"summary":{"pictures":0,"failed":3,`)
	if got := try(t.Context(), "", "rekognition-diff", "--a", a, "--b", b, text); got.code != exitFailed || got.out != "" {
		t.Errorf("nothing compared: %+v", got)
	}
}

func TestRekognitionDiffUnreachable(t *testing.T) {
	t.Parallel()
	_, b := sides(t)
	gone := httptest.NewServer(nil)
	gone.Close()
	o := try(t.Context(), "dog", "rekognition-diff", "--a", gone.URL, "--b", b, "-")
	if o.code != exitFailed || o.out != "" {
		t.Errorf("got %+v", o)
	}
	contains(t, o.err, "blobsight: -: A: dial tcp ", " (unreachable)\n  hint: start a server with \"blobsight serve\"")
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body); <-r.Context().Done() }))
	t.Cleanup(silent.Close)
	o = try(t.Context(), "dog", "rekognition-diff", "--a", silent.URL, "--b", b, "--timeout", "50ms", "-")
	contains(t, o.err, "blobsight: -: A: no result after 50ms", "(timeout)")
}

// TestRekognitionDiffKeys: a server with API keys is told from one that is wrong.
func TestRekognitionDiffKeys(t *testing.T) {
	t.Parallel()
	a, _ := sides(t)
	o := try(t.Context(), "dog", "rekognition-diff", "--a", a, "--b", refusing(t, "UnrecognizedClientException"), "-")
	want := "blobsight: -: B: Not you. (UnrecognizedClientException)\n" +
		`  hint: B asks for an API key: "export $(blobsight keys aws)" with BLOBSIGHT_API_KEY set, or name a profile that has the two with --b-profile` + "\n"
	if diff := cmp.Diff(want, o.err); diff != "" || o.code != exitFailed {
		t.Errorf("exit code %d, (-want +got):\n%s", o.code, diff)
	}
	o = try(t.Context(), "dog", "rekognition-diff", "--a", refusing(t, "AccessDeniedException"), "--b", a, "-")
	if strings.Contains(o.err, "hint") {
		t.Errorf("a hint about a key:\n%s", o.err)
	}
}

// TestRekognitionDiffArguments: what cannot be meant is told before anybody is asked.
func TestRekognitionDiffArguments(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"--max-labels is 0; it must be from 1 to 1000":                      {"--max-labels", "0"},
		"--max-labels is 1001; it must be from 1 to 1000":                   {"--max-labels", "1001"},
		"--workers is 0; it must be at least 1":                             {"--workers", "0"},
		"--min-confidence is 101; it must be from 0 to 100":                 {"--min-confidence", "101"},
		"--timeout is 0s; it must be more than 0":                           {"--timeout", "0s"},
		`--a: "localhost" is neither aws nor a URL`:                         {"--a", "localhost"},
		`--b: "AWS" is neither aws nor a URL such as http://127.0.0.1:8080`: {"--a", "x", "--b", "AWS"},
		`--b-region: "Bad Region!" is no region; the form is eu-west-1`:     {"--b-region", "Bad Region!"},
		`--a-region: "eu-west-1." is no region; the form is eu-west-1`:      {"--a-region", "eu-west-1."},
		"stdin (-) can be read only once":                                   {"-"},
	} {
		o := try(t.Context(), "", append([]string{"rekognition-diff", "-"}, args...)...)
		if o.code != exitUsage || o.out != "" {
			t.Errorf("%q: %+v", args, o)
		}
		contains(t, o.err, want, "\n  hint: see \"blobsight rekognition-diff --help\"\n")
	}
}

// TestNarrow: in a narrow terminal the summary stays within its lines.
func TestNarrow(t *testing.T) {
	t.Parallel()
	o := outcomes{
		a:     &side{RekognitionClient: &app.RekognitionClient{Name: "http://127.0.0.1:8080"}, model: "blobsight-everyday/1"},
		b:     &side{RekognitionClient: &app.RekognitionClient{Name: "http://127.0.0.1:8081"}, model: "mobilenetv2-12-int8+yolox_nano_416/1"},
		total: 1, width: 60,
	}
	one := []blobsight.Label{{Name: "Dog", Confidence: 90}}
	o.Add("dog.jpg", agreement.Compare(one, one))
	var b strings.Builder
	if err := o.writeTable(&b); err != nil {
		t.Fatal(err)
	}
	want := `SUMMARY of 1 picture
  A is http://127.0.0.1:8080,
       label model blobsight-everyday/1
  B is http://127.0.0.1:8081,
       label model mobilenetv2-12-int8+yolox_nano_416/1

  labels a picture        1.0 at A, 1.0 at B
  overlap                 100.0% of a picture's labels in the mean,
                          100.0% of all labels
`
	if diff := cmp.Diff(want, b.String()[:min(len(want), b.Len())]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	words := append([]string{"x"}, strings.Fields(strings.Repeat("fifteen-letters ", 7))...)
	list(&b, "  none: ", nil, 100)
	list(&b, "  some: ", words, 100)
	list(&b, "  more: ", words[:4], 44)
	want := "  some: x, fifteen-letters, fifteen-letters, fifteen-letters, fifteen-letters, fifteen-letters,\n" +
		"        fifteen-letters, fifteen-letters\n" +
		"  more: x, fifteen-letters, fifteen-letters,\n" +
		"        fifteen-letters\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}
