package models_test

import (
	"strings"
	"testing"

	"blobsight/internal/models"
)

// TestMistakes: all of a file are reported at once, with what is allowed.
func TestMistakes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{"bad.yaml: the file is empty"}},
		{"no YAML", "a: [", []string{"bad.yaml: yaml: line 1"}},
		{
			"fields and types", "nam: x\ninput:\n  wdith: 3\n  height: tall\n  mean: [1, 2]\nclasses:\n  names:\n  - nam: Screw\n",
			[]string{
				`line 1: there is no field "nam"`, `line 3: there is no field "wdith"`, "line 4: cannot unmarshal", "line 5: one number or three are needed",
				`line 8: there is no field "nam"; use name, parents, categories or aliases`,
			},
		},
		{
			"values", `
task: guessing
temperature: -1
accuracy: {top1: 101}
file: {sha256: 12, bytes: -1, urls: [ftp://x]}
input: {layout: chw, channels: gbr, fit: stretch, filter: box, range: 2, pad: 3, std: [1, 0, 1]}
output: {activation: tanh, head: yolox}
`,
			[]string{
				`task: "guessing" is not known; use classification or detection`, "temperature: ", "accuracy.top1: it is in percent",
				"file.name: it is empty", "file.bytes: ", `file.sha256: "12" is not 64`, `file.urls: "ftp://x"`,
				"input.width: it must be 1 to 4096 pixels, and is 0", `input.layout: "chw" is not known; use nchw or nhwc`, `input.channels: "gbr" is not known; use rgb or bgr`,
				`input.fit: "stretch" is not known; use center, squeeze or letterbox`, `input.filter: "box" is not known; use bilinear, bicubic or lanczos`,
				"input.anchor, input.pad: ", "input.range: 2 is not known; use 1 or 255", "input.std: each must be more than 0",
				`output.activation: "tanh" is not known; use softmax, sigmoid or none`, "output.head, output.strides: ", "classes: give one of list",
			},
		},
		{
			"detector", "task: detection\nfile: {name: x.onnx, urls: [\"https://x\"]}\ninput: {width: 32, anchor: left, shorter: 3}\noutput: {activation: softmax, strides: [0]}\nclasses: {list: coco-80, file: x}\n",
			[]string{
				"file.sha256: with urls", `input.anchor: "left" is not known; use top-left or center`, "input.shorter: it goes with fit center",
				`output.head: "" is not known; use yolox or nanodet`, "output.activation: it is for classifiers", "output.strides: each must be", "here are 2",
			},
		},
		{
			"classes", "file: {name: x}\ninput: {width: 32, shorter: 16}\noutput: {names: [a, b]}\nclasses: {names: [A, {name: \" \"}, A, {name: A, parents: [B]}]}\n",
			[]string{"input.shorter: it must be 0 or at least", "output.names: a classifier has one output", "classes.names[1]: its name is empty", `classes.names[3]: "A" was there before`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := models.ParseFile(write(t, t.TempDir(), "bad.yaml", tt.text))
			says(t, err, tt.want...)
			if err != nil && strings.Contains(err.Error(), "models.") {
				t.Errorf("the error speaks of Go types:\n%v", err)
			}
		})
	}
}
