package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight"
	"blobsight/api"
)

func TestLabelTable(t *testing.T) {
	t.Parallel()
	o := mustRun(t, "label", samplePath("school-bus.jpg"), samplePath("lemon.jpg"))
	bus, lemon := strings.Index(o.out, samplePath("school-bus.jpg")+"\n"), strings.Index(o.out, samplePath("lemon.jpg")+"\n")
	if bus != 0 || lemon < bus {
		t.Errorf("not in the order of the arguments:\n%s", o.out)
	}
	contains(t, o.out, "\n  School Bus  ", "%  Bus, Motor Vehicle, Public Transport, Vehicle\n", "\n  Lemon  ")
	if o.err != "" {
		t.Errorf("stderr is %q: a picture that is labelled is no news, and nobody watches", o.err)
	}
}

// line is one line of --json.
type line struct {
	File   string       `json:"file"`
	BlobID string       `json:"blob_id"`
	Labels *[]api.Label `json:"labels"`
	Error  *failure     `json:"error"`
}

func lines(t *testing.T, out string) []line {
	t.Helper()
	var all []line
	for text := range strings.Lines(out) {
		var l line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		all = append(all, l)
	}
	return all
}

// has reports whether a line has the label, and no error.
func (l line) has(label string) bool {
	if l.Labels == nil || l.Error != nil {
		return false
	}
	for _, have := range *l.Labels {
		if have.Label == label {
			return true
		}
	}
	return false
}

func TestLabelJSON(t *testing.T) {
	t.Parallel()
	picture, err := os.ReadFile(samplePath("orange.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	text := write(t, "notes.jpg", "no picture")
	o := try(t.Context(), string(picture), "label", "--json", samplePath("lemon.jpg"), "missing.jpg", text, "-", samplePath("school-bus-rotated.jpg"))
	if o.code != exitFailed {
		t.Errorf("exit code %d, want %d", o.code, exitFailed)
	}
	got := lines(t, o.out)
	if len(got) != 5 {
		t.Fatalf("%d lines, want 5:\n%s", len(got), o.out)
	}
	for i, label := range map[int]string{0: "Lemon", 3: "Orange", 4: "School Bus"} {
		if !got[i].has(label) {
			t.Errorf("line %d is %+v, want the label %s", i, got[i], label)
		}
	}
	if got[1].File != "missing.jpg" || got[1].Labels != nil || got[1].Error.Code != "cannot_read" || got[3].File != "-" {
		t.Errorf("lines are %+v", got)
	}
	if got[2].File != text || got[2].Labels != nil || got[2].Error.Code != "invalid_image" {
		t.Errorf("a text is labelled as %+v", got[2])
	}
	contains(t, o.err, "blobsight: missing.jpg: no such file or directory (cannot_read)\n", "notes.jpg: not a picture", "blobsight: 2 of 5 failed\n")
}

func TestLabelOptions(t *testing.T) {
	t.Parallel()
	o := mustRun(t, "label", "--json", "--min-confidence", "0", "--max-labels", "3", "--workers", "0", samplePath("lemon.jpg"))
	if got := lines(t, o.out); len(got) != 1 || len(*got[0].Labels) != 3 {
		t.Errorf("got %+v, want one line with 3 labels", got)
	}
	o = mustRun(t, "label", "--json", "--min-confidence", "100", samplePath("lemon.jpg"))
	if !strings.Contains(o.out, `"labels":[]`) {
		t.Errorf("no labels are shown as %s", o.out)
	}
	contains(t, mustRun(t, "label", "--min-confidence", "100", samplePath("lemon.jpg")).out, "no label is sure enough")
}

func TestLabelFolder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, name := range []string{"b.JPG", "a.png", ".hidden.jpg", "notes.txt", filepath.Join("deeper", "c.jpg"), filepath.Join("d.jpg", "e.jpg")} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	empty := t.TempDir()
	in := files{Files: []string{"-", folder, "missing", empty}}.inputs()
	var got []string
	for _, i := range in {
		name := i.name
		if i.err != nil {
			name += ": " + i.err.Error()
		}
		got = append(got, name)
	}
	want := []string{
		"-", filepath.Join(folder, "a.png"), filepath.Join(folder, "b.JPG"), "missing",
		empty + ": there are no pictures in this folder; subfolders are not searched",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	o := try(t.Context(), "", "label", empty)
	if o.code != exitFailed || o.out != "" || !strings.HasPrefix(o.err, "blobsight: "+empty+": there are no pictures") {
		t.Errorf("got %+v", o)
	}
}

func TestWriteResult(t *testing.T) {
	t.Parallel()
	r := result{file: "a\x1b.jpg", labels: []api.Label{
		{Label: "Café", Confidence: 100, Parents: []string{}, Categories: []string{}, Aliases: []string{}, Instances: []api.Instance{}},
		{Label: "Dog & Co", Confidence: 8.25, Parents: []string{"Animal", "Pet"}, Categories: []string{}, Aliases: []string{}, Instances: []api.Instance{}},
	}}
	tests := []struct {
		name  string
		r     result
		table string
		json  string
	}{
		{
			"labels", r,
			"a�.jpg\n  Café      100.0%\n  Dog & Co    8.2%  Animal, Pet\n",
			`{"file":"a\u001b.jpg","labels":[{"label":"Café","confidence":100,"parents":[],"categories":[],"aliases":[],"instances":[]},` +
				`{"label":"Dog & Co","confidence":8.25,"parents":["Animal","Pet"],"categories":[],"aliases":[],"instances":[]}]}` + "\n",
		},
		{
			"none",
			result{file: "a.jpg", blobID: "1", labels: []api.Label{}},
			"a.jpg\n  (no label is sure enough; try a lower --min-confidence)\n",
			`{"file":"a.jpg","blob_id":"1","labels":[]}` + "\n",
		},
		{
			"failure",
			result{file: "a.jpg", err: blobsight.BadImage(blobsight.CodeImageTooSmall, "1x1")},
			"", `{"file":"a.jpg","error":{"code":"image_too_small","detail":"1x1"}}` + "\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, f := range []struct {
				format
				want string
			}{{format{}, tt.table}, {format{JSON: true}, tt.json}} {
				var out, stderr strings.Builder
				if err := f.print(&streams{out: &out, err: &stderr}, tt.r); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(f.want, out.String()); diff != "" {
					t.Errorf("json %v:\n%s", f.JSON, diff)
				}
				if failed := stderr.String() != ""; failed != (tt.r.err != nil) {
					t.Errorf("stderr is %q", stderr.String())
				}
			}
		})
	}
}
