package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"blobsight"
	"blobsight/internal/app"
	"blobsight/internal/taxonomy"
)

// training is the settings of a training with the model in the program.
func training(t *testing.T, data string) app.Training {
	t.Helper()
	return app.Training{
		Data: data, Output: filepath.Join(t.TempDir(), "my.labels"),
		Model: "blobsight-everyday", Engine: "auto", Workers: -1, MaxMegapixels: 50, DataFolder: t.TempDir(),
	}
}

// train learns, and opens a recognizer with the labels.
func train(t *testing.T, settings app.Training) (*app.TrainingReport, *app.Recognizer) {
	t.Helper()
	report, err := app.Train(t.Context(), settings, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	serve := app.DefaultRecognition()
	serve.ModelsDir, serve.Model, serve.Engine, serve.Labels = settings.ModelsDir, settings.Model, settings.Engine, []string{settings.Output}
	return report, opened(t, serve)
}

// link puts a picture into a folder.
func link(t *testing.T, picture, folder string) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	path, err := filepath.Abs(picture)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, filepath.Join(folder, filepath.Base(picture))); err != nil {
		t.Fatal(err)
	}
}

// beast is the label of the test below: one that the program does not know. What
// it would call Animal is one.
const beast = "Beast"

// TestTrainOnPhotographs proves that something is learned: from half of the
// photographs, which are beasts or artifacts, what a quarter of them is. The model
// in the program is right about four in five; always saying the same,
// about six.
func TestTrainOnPhotographs(t *testing.T) {
	t.Parallel()
	dir := besides(t, "images/imagenet")
	settings := training(t, t.TempDir())
	ask := split(t, dir, settings.Data)
	report, rec := train(t, settings)
	right := 0
	for path, isBeast := range ask {
		if isBeast == says(recognize(t, rec, path), beast) {
			right++
		}
	}
	e := report.Evaluation
	t.Logf("cross-validation: %.1f ± %.1f %% of %d pictures; held out: %d of %d right", e.Accuracy, e.Deviation, e.Pictures, right, len(ask))
	if e.Accuracy < 75 || right*4 < len(ask)*3 {
		t.Error("want three in four, by cross-validation and of pictures held out")
	}
}

// split puts every other photograph into folders to learn from, and gives half of
// the others, and whether they are of animals.
func split(t *testing.T, photographs, data string) map[string]bool {
	t.Helper()
	classes, err := taxonomy.ClassList("imagenet-1k")
	if err != nil {
		t.Fatal(err)
	}
	tree, err := taxonomy.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	known, err := taxonomy.New(taxonomy.Config{Tree: tree, Classifier: taxonomy.Names(classes)})
	if err != nil {
		t.Fatal(err)
	}
	animals := map[string]bool{} // by WordNet id
	for _, concept := range known.Vocabulary() {
		for _, c := range classes {
			if c.Name == concept.Name && strings.Contains(strings.Join(concept.Parents, ","), "Animal") {
				animals[c.ID] = true
			}
		}
	}
	files, err := os.ReadDir(photographs)
	if err != nil {
		t.Fatal(err)
	}
	ask := map[string]bool{}
	for i, f := range files {
		id, _, _ := strings.Cut(f.Name(), "_")
		path := filepath.Join(photographs, f.Name())
		switch {
		case i%4 == 1: // half of them are enough
			ask[path] = animals[id]
		case i%2 == 1:
		case animals[id]:
			link(t, path, filepath.Join(data, beast))
		default:
			link(t, path, filepath.Join(data, "Artifact"))
		}
	}
	return ask
}

// says reports whether a label is among the labels.
func says(labels []blobsight.Label, name string) bool {
	for _, l := range labels {
		if l.Name == name {
			return true
		}
	}
	return false
}

// TestTrainOneThingTwice: a picture that was saved again in other formats is one
// picture; under two labels it is an error.
func TestTrainOneThingTwice(t *testing.T) {
	t.Parallel()
	settings := training(t, t.TempDir())
	samples := filepath.Join("..", "..", "samples")
	for _, name := range []string{"jellyfish.jpg", "ladybug.png", "school-bus.jpg", "school-bus-rotated.jpg"} {
		link(t, filepath.Join(samples, name), filepath.Join(settings.Data, "Thing"))
	}
	link(t, filepath.Join(samples, "orange.jpg"), filepath.Join(settings.Data, "Orange"))
	again(t, filepath.Join(samples, "orange.jpg"), filepath.Join(settings.Data, "Orange"))
	link(t, filepath.Join(samples, "lemon.jpg"), filepath.Join(settings.Data, "Orange"))
	link(t, filepath.Join(samples, "seashore.jpg"), filepath.Join(settings.Data, "Orange"))
	again(t, filepath.Join(samples, "lemon.jpg"), filepath.Join(settings.Data, "Thing"))
	_, err := app.Train(t.Context(), settings, func(int, int) {})
	if err == nil || strings.Count(err.Error(), "look the same, under two labels") != 2 || !strings.Contains(err.Error(), filepath.Join("Thing", "lemon.jpg.png")) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(settings.Output); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file was written: %v", err)
	}
}

// again saves a picture as PNG, and as JPEG of a middling quality.
func again(t *testing.T, picture, folder string) {
	t.Helper()
	f, err := os.Open(picture)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := jpeg.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	for name, encode := range map[string]func(io.Writer) error{
		".png": func(w io.Writer) error { return png.Encode(w, img) },
		".jpg": func(w io.Writer) error { return jpeg.Encode(w, img, &jpeg.Options{Quality: 85}) },
	} {
		var b bytes.Buffer
		err := errors.Join(os.MkdirAll(folder, 0o755), encode(&b), os.WriteFile(filepath.Join(folder, filepath.Base(picture)+name), b.Bytes(), 0o600))
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestTrainSettings: what cannot work is said before any picture is looked at.
func TestTrainSettings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(s *app.Training)
		want   string
	}{
		{"no model", func(s *app.Training) { s.Model = "none" }, "--model (BLOBSIGHT_MODEL): labels are learned on top of a classifier"},
		{"a detector", func(s *app.Training) { s.Model = "yolox_nano" }, "--model (BLOBSIGHT_MODEL): model yolox_nano is for detection"},
		{"output", func(s *app.Training) { s.Output = filepath.Join(s.Output, "x") }, "--output: stat"},
		{"data", func(s *app.Training) { s.Data += "/absent" }, "--data: open"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			settings := training(t, t.TempDir())
			for _, label := range []string{"A", "B"} {
				for i := range 5 {
					path := filepath.Join(settings.Data, label, string('0'+rune(i)))
					if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, nil, 0o600)); err != nil {
						t.Fatal(err)
					}
				}
			}
			tt.change(&settings)
			_, err := app.Train(t.Context(), settings, func(int, int) { t.Error("pictures were looked at") })
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// TestLabelsOfAnotherModel: labels that do not suit are refused, with the flag
// that makes them suit.
func TestLabelsOfAnotherModel(t *testing.T) {
	t.Parallel()
	mine := labelsFile(t, "mine.labels", func(map[string]any) {})
	tests := []struct {
		name     string
		settings func(t *testing.T, r *app.Recognition)
		want     string
	}{
		{"in two files", func(_ *testing.T, r *app.Recognition) { r.Labels = []string{mine, mine} }, `label "Mine" is in ` + mine},
		{"absent", func(_ *testing.T, r *app.Recognition) { r.Labels = []string{"absent.labels"} }, "--labels (BLOBSIGHT_LABELS): stat absent.labels: no such file"},
		{"without a classifier", func(t *testing.T, r *app.Recognition) {
			r.Labels, r.Model, r.Detector, r.Models = []string{mine}, "none", "yolox_nano_416", besides(t, "models")
		}, "there is no classifier: use --model blobsight-everyday"},
		{"of a model of the catalogue", func(t *testing.T, r *app.Recognition) {
			r.Labels = []string{labelsFile(t, "mobile.labels", func(m map[string]any) { m["name"], m["sha256"] = sumOf(t, "mobilenetv2-12") })}
		}, "was made with model mobilenetv2-12, version 1, and --model is blobsight-everyday, version"},
		{"and how to use it", func(t *testing.T, r *app.Recognition) {
			r.Labels = []string{labelsFile(t, "mobile.labels", func(m map[string]any) { m["name"], m["sha256"] = sumOf(t, "mobilenetv2-12") })}
		}, "use --model mobilenetv2-12, or train the labels again"},
		{"of a model of somebody's", func(t *testing.T, r *app.Recognition) {
			r.Labels = []string{labelsFile(t, "own.labels", func(m map[string]any) { m["name"], m["sha256"] = "own", strings.Repeat("ab", 32) })}
		}, "use --model with the YAML file of the model whose sha256 is abab"},
		{"of another dimension", func(_ *testing.T, r *app.Recognition) {
			r.Labels = []string{mine}
		}, "was made from embeddings of 1 values, and model blobsight-everyday gives"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			settings := app.DefaultRecognition()
			tt.settings(t, &settings)
			_, err := app.OpenRecognizer(settings, app.DataDir{Data: t.TempDir()}, 1e6)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// sumOf gives a name of the catalogue and its sum.
func sumOf(t *testing.T, name string) (same, sum string) {
	t.Helper()
	all, err := app.ListModels(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if m.Name == name {
			return name, m.SHA256
		}
	}
	t.Fatalf("no model %s", name)
	return "", ""
}

// labelsFile writes a file of one label, for embeddings of one value of the
// model in the program, or of another one.
func labelsFile(t *testing.T, name string, model func(map[string]any)) string {
	t.Helper()
	embedded, sum := sumOf(t, "blobsight-everyday")
	m := map[string]any{"name": embedded, "version": "1", "sha256": sum, "dimension": 1}
	model(m)
	text, err := json.Marshal(map[string]any{
		"format": "blobsight-labels", "version": 1, "model": m,
		"labels":     []any{map[string]any{"name": "Mine", "threshold": 50, "bias": 0, "weights": "AACAPw=="}},
		"evaluation": map[string]any{"labels": []any{map[string]any{"name": "Mine"}}, "confusion": [][]int{{0, 0}, {0, 0}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTrainInterrupted(t *testing.T) {
	t.Parallel()
	settings := training(t, t.TempDir())
	dir := filepath.Join("..", "..", "samples")
	for _, name := range []string{"lemon.jpg", "orange.jpg", "school-bus.jpg", "seashore.jpg", "jellyfish.jpg"} {
		link(t, filepath.Join(dir, name), filepath.Join(settings.Data, "A"))
		link(t, filepath.Join(dir, name), filepath.Join(settings.Data, "B"))
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err := app.Train(ctx, settings, func(done, _ int) {
		if done == 1 {
			cancel()
		}
	})
	left, _ := os.ReadDir(filepath.Dir(settings.Output))
	if !errors.Is(err, context.Canceled) || len(left) > 0 {
		t.Errorf("error %v, left behind %v", err, left)
	}
}
