package httpapi_test

import (
	"bytes"
	"mime/multipart"
	"strings"
	"testing"

	"blobsight/api"
	"blobsight/internal/app"
)

func TestLabelImage(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	rec := decode[api.Recognition](t, s.want(s.do("POST", "/labels", sample(t, "school-bus-rotated.jpg")), 200, `"label":"School Bus"`))
	if *rec.Image.Width < *rec.Image.Height {
		t.Errorf("the picture is described as it lies in the file, not upright: %d x %d", *rec.Image.Width, *rec.Image.Height)
	}
	one := decode[api.Recognition](t, s.want(s.do("POST", "/labels?min_confidence=0&max_labels=1", sample(t, "lemon.jpg")), 200))
	if len(one.Labels) != 1 {
		t.Errorf("%d labels, want 1", len(one.Labels))
	}
	if all := decode[api.Recognition](t, s.want(s.do("POST", "/labels?min_confidence=100", sample(t, "lemon.jpg")), 200)); len(all.Labels) > 0 && all.Labels[0].Confidence < 100 {
		t.Errorf("labels below the minimum: %+v", all.Labels)
	}
	s.want(s.do("GET", "/blobs", ""), 200, `"blobs":[]`)
}

// TestLabelFeatures: what is asked for counts, in place of the setting; without
// it the setting does. Each answer is held against the contract.
func TestLabelFeatures(t *testing.T) {
	t.Parallel()
	lemon := sample(t, "lemon.jpg")
	for _, setting := range []bool{false, true} {
		s := newServer(t, func(c *app.Config) {
			if setting {
				c.Features = []string{"properties"}
			}
		})
		for query, want := range map[string]bool{
			"":                                setting,
			"?features=":                      false,
			"?features=properties":            true,
			"?features=properties,properties": true,
		} {
			rec := decode[api.Recognition](t, s.want(s.do("POST", "/labels"+query, lemon), 200, `"label":"Lemon"`))
			p := rec.Image.Properties
			if (p != nil) != want {
				t.Errorf("setting %v, %q: properties %+v, want some: %v", setting, query, p, want)
			}
			if p != nil && (p.Sharpness <= 0 || p.Brightness <= 0 || p.Contrast <= 0 || len(p.DominantColors) == 0) {
				t.Errorf("%q: %+v", query, *p)
			}
		}
		for _, query := range []string{"colors", "Properties", "properties,colors", "colors,properties"} {
			s.want(s.do("POST", "/labels?features="+query, lemon), 400, `"code":"invalid_request"`, "features has", `it may have \"properties\"`)
		}
		s.want(s.do("POST", "/labels?features=properties&features=properties", lemon), 400, `"code":"invalid_request"`, "features")
		s.want(s.do("POST", "/labels?features=properties", "no picture"), 422, `"code":"invalid_image"`)
	}
}

func TestLabelForm(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	w.WriteField("note", "no picture")
	part, _ := w.CreateFormFile("image", "lemon.jpg")
	part.Write([]byte(sample(t, "lemon.jpg")))
	w.Close()
	s.want(s.do("POST", "/labels", form.String(), "Content-Type: "+w.FormDataContentType()), 200, `"label":"Lemon"`)

	form.Reset()
	w = multipart.NewWriter(&form)
	w.WriteField("note", "no picture")
	w.Close()
	s.want(s.do("POST", "/labels", form.String(), "Content-Type: "+w.FormDataContentType()), 400, "the form has no file")
	s.want(s.do("POST", "/labels", "x", "Content-Type: multipart/form-data"), 400, "the form cannot be read")
	s.want(s.do("POST", "/labels", "--b\r\nContent-Disposition: form-data; name=\"i\"; filename=\"x\"\r\n\r\nabc", "Content-Type: multipart/form-data; boundary=b"), 400, "the form ends before its file does")
}

func TestLabelRefused(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(c *app.Config) { c.MaxUploadBytes = 100_000 })
	lemon := sample(t, "lemon.jpg")
	for _, c := range []struct {
		name, target, body string
		status             int
		texts              []string
	}{
		{"nothing", "/labels", "", 422, []string{`"code":"invalid_image"`, "empty"}},
		{"text", "/labels", "hello", 422, []string{`"code":"invalid_image"`}},
		{"truncated", "/labels", lemon[:len(lemon)/2], 422, []string{`"code":"invalid_image"`}},
		{"PDF", "/labels", "%PDF-1.7\n1 0 obj", 415, []string{`"code":"unsupported_format"`}},
		{"too many bytes", "/labels", strings.Repeat("x", 200_000), 413, []string{`too_large"`}},
		{"confidence", "/labels?min_confidence=101", lemon, 400, []string{"min_confidence is 101"}},
		{"confidence word", "/labels?min_confidence=high", lemon, 400, []string{"min_confidence has a value of the wrong type"}},
		{"confidence NaN", "/labels?min_confidence=NaN", lemon, 400, []string{"min_confidence"}},
		{"labels", "/labels?max_labels=0", lemon, 400, []string{"max_labels is 0"}},
	} {
		if a := s.want(s.do("POST", c.target, c.body), c.status, c.texts...); t.Failed() {
			t.Fatalf("%s: %+v", c.name, a)
		}
	}
}

func TestListLabels(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	v := decode[api.Vocabulary](t, s.want(s.do("GET", "/labels", ""), 200))
	names := map[string]api.Concept{}
	for i, c := range v.Labels {
		names[c.Label] = c
		if i > 0 && c.Label <= v.Labels[i-1].Label {
			t.Errorf("%s comes after %s", c.Label, v.Labels[i-1].Label)
		}
	}
	bus, ok := names["School Bus"]
	if !ok || len(bus.Categories) == 0 || len(v.Labels) < 250 {
		t.Errorf("%d labels, School Bus: %+v", len(v.Labels), bus)
	}
	for _, p := range bus.Parents {
		if _, ok := names[p]; !ok {
			t.Errorf("parent %s is no label of its own", p)
		}
	}
}
