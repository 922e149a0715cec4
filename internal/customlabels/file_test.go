package customlabels_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"blobsight/internal/customlabels"
)

func TestFile(t *testing.T) {
	t.Parallel()
	set := train(t, made(1, 6, 5, 2, 1, 0), 2).Set
	path := filepath.Join(t.TempDir(), "my.labels")
	for range 2 { // a file of labels is replaced
		if err := customlabels.CheckDest(path); err != nil {
			t.Fatal(err)
		}
		if err := set.Write(path); err != nil {
			t.Fatal(err)
		}
	}
	got, err := customlabels.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(set, got); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
}

func TestCheckDest(t *testing.T) {
	t.Parallel()
	dir := folder(t, "cat.jpg", "folder/")
	for name, want := range map[string]string{"cat.jpg": "is no file of labels", "folder": "is a folder", "absent/x.labels": "no such file", "cat.jpg/x": "is no folder"} {
		if err := customlabels.CheckDest(filepath.Join(dir, name)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for path, want := range map[string]string{"": "it is empty; name a file", os.DevNull: "is no file of labels"} {
		if err := customlabels.CheckDest(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", path, err)
		}
	}
}

// TestReadRefuses: what never ends, or would fill the memory, is not read at all.
func TestReadRefuses(t *testing.T) {
	t.Parallel()
	huge := filepath.Join(folder(t, "huge.labels"), "huge.labels")
	if err := os.Truncate(huge, 1<<40); err != nil {
		t.Skip(err)
	}
	for path, want := range map[string]string{huge: "it is no file of labels: it has 1099511627776 bytes", os.DevNull: "it is no regular file", t.TempDir(): "it is no regular file"} {
		if _, err := customlabels.Read(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestParseSaysNoMoreThanIsRead: a file that is wrong all over gets a short
// answer.
func TestParseSaysNoMoreThanIsRead(t *testing.T) {
	t.Parallel()
	for labels, most := range map[int]int{1000: 20, 10_001: 4} {
		text := `{"format": "blobsight-labels", "version": 1, "labels": [{}` + strings.Repeat(",{}", labels-1) + `]}`
		set, err := customlabels.Parse([]byte(text))
		if err == nil || set != nil || strings.Count(err.Error(), "\n")+1 > most {
			t.Errorf("%d labels: %v", labels, err)
		}
	}
}

// TestParseSaysWhatIsWrong changes one field at a time.
func TestParseSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	set := train(t, made(1, 6, 5, 2, 1, 0), 2).Set
	text, err := set.Encode()
	if err != nil {
		t.Fatal(err)
	}
	type object = map[string]any
	label := func(o object) object { return o["labels"].([]any)[1].(object) }
	tests := []struct {
		name   string
		change func(o object)
		want   string
	}{
		{"another format", func(o object) { o["format"] = "x" }, "it is no file of labels"},
		{"a newer version", func(o object) { o["version"] = 2 }, "version: it is 2, and this program reads 1"},
		{"unknown field", func(o object) { o["extra"] = 1 }, `there is no field "extra"`},
		{"unknown field of a label", func(o object) { label(o)["colour"] = 1 }, `there is no field "colour"`},
		{"no model", func(o object) { delete(o, "model") }, "model.name: it is empty"},
		{"sum", func(o object) { o["model"].(object)["sha256"] = "12" }, `model.sha256: "12" is not 64 hex digits`},
		{"dimension", func(o object) { o["model"].(object)["dimension"] = 0 }, "model.dimension: it must be 1 to"},
		{"another dimension", func(o object) { o["model"].(object)["dimension"] = 7 }, "labels[0].weights: they are 24 bytes, and must be 28"},
		{"no labels", func(o object) { o["labels"] = []any{} }, "labels: there must be 1 to"},
		{"empty name", func(o object) { label(o)["name"] = "" }, "labels[1].name: the name of a label is empty"},
		{"same name", func(o object) { label(o)["name"] = "Label 00" }, `labels[1].name: "Label 00" is there twice`},
		{"threshold", func(o object) { label(o)["threshold"] = 101 }, "labels[1].threshold: it must be"},
		{"no threshold", func(o object) { delete(label(o), "threshold") }, "labels[1].threshold: it must be"},
		{"word for a number", func(o object) { label(o)["threshold"] = "high" }, "labels.threshold: it is a string"},
		{"no bias", func(o object) { delete(label(o), "bias") }, "labels[1].bias: it is missing"},
		{"no base64", func(o object) { label(o)["weights"] = "?" }, "weights: they are no base64"},
		{"not a number", func(o object) { label(o)["weights"] = "AADAfwAAwH8AAMB/AADAfwAAwH8AAMB/" }, "labels[1].weights: value 0 is no number"},
		{"accuracy", func(o object) { o["evaluation"].(object)["accuracy"] = 120 }, "evaluation.accuracy: it is in percent"},
		{"confusion", func(o object) { o["evaluation"].(object)["confusion"] = []any{} }, "evaluation.confusion: it has 0 rows"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var o object
			if err := json.Unmarshal(text, &o); err != nil {
				t.Fatal(err)
			}
			tt.change(o)
			changed, err := json.Marshal(o)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := customlabels.Parse(changed); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := customlabels.Parse(append(text, '{')); err == nil || !strings.Contains(err.Error(), "no file of labels") {
		t.Error(err)
	}
	for _, cut := range []int{0, 1, 50, len(text) / 2, len(text) - 3} {
		if _, err := customlabels.Parse(text[:cut]); err == nil {
			t.Errorf("no error with %d of %d bytes", cut, len(text))
		}
	}
}

// FuzzParse: whatever is in a file, reading it ends, and what is taken can be
// written and applied.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"format":"blobsight-labels","version":1,"model":{"name":"m","version":"1","sha256":"0000000000000000000000000000000000000000000000000000000000000007","dimension":1},"labels":[{"name":"A","threshold":50,"bias":0.5,"weights":"AACAPw=="}],"evaluation":{"pictures":0,"others":0,"folds":5,"strength":1,"accuracy":0,"deviation":0,"chance":0,"labels":[{"name":"A","pictures":0,"precision":null,"recall":0}],"confusion":[[0,0],[0,0]]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		set, err := customlabels.Parse(text)
		if err != nil {
			return
		}
		if _, err := set.Encode(); err != nil {
			t.Error(err)
		}
		confidences, err := set.Confidences(make([]float32, set.Model.Dimension))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range confidences {
			if !(c >= 0 && c <= 1) {
				t.Errorf("confidence %v", c)
			}
		}
	})
}
