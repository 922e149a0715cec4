package customlabels

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
)

// What a file says it is. The version grows when older programs could not read
// newer files.
const (
	formatName    = "blobsight-labels"
	formatVersion = 1
)

// maxLabels and maxDimension bound what a file may ask for.
const (
	maxLabels    = 10_000
	maxDimension = 100_000
)

// file is a Set as it is written.
type file struct {
	Format     string      `json:"format"`
	Version    int         `json:"version"`
	Model      Model       `json:"model"`
	Labels     []fileLabel `json:"labels"`
	Evaluation Evaluation  `json:"evaluation"`
}

type fileLabel struct {
	Name      string   `json:"name"`
	Threshold *float64 `json:"threshold"`
	Bias      *float64 `json:"bias"`
	Weights   []byte   `json:"weights"` // float32, little endian; base64 in the file
}

// Encode writes the set as JSON, always in the same way.
func (s *Set) Encode() ([]byte, error) {
	f := file{Format: formatName, Version: formatVersion, Model: s.Model, Evaluation: s.Evaluation}
	for i := range s.Labels {
		l := &s.Labels[i]
		one := fileLabel{Name: l.Name, Threshold: &l.Threshold, Bias: &l.Bias}
		for _, w := range l.Weights {
			one.Weights = binary.LittleEndian.AppendUint32(one.Weights, math.Float32bits(w))
		}
		f.Labels = append(f.Labels, one)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(f)
	return b.Bytes(), err
}

// Parse reads what Encode wrote. The error names every field that is wrong, the
// first maxChecks of them.
func Parse(text []byte) (*Set, error) {
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(text, &head); err != nil || head.Format != formatName {
		return nil, fmt.Errorf("it is no file of labels: \"blobsight train\" makes such files, which begin with {\"format\": %q", formatName)
	}
	if head.Version != formatVersion {
		return nil, fmt.Errorf("version: it is %d, and this program reads %d: train the labels again with this program, or use a newer one", head.Version, formatVersion)
	}
	var f file
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return nil, plain(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows after the end of the labels")
	}
	return f.set()
}

// plain rewords an error of the decoder for people who know nothing of Go.
func plain(err error) error {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return fmt.Errorf("%s: it is a %s, which does not belong there", kind.Field, kind.Value)
	}
	if base := base64.CorruptInputError(0); errors.As(err, &base) {
		return fmt.Errorf("labels: weights: they are no base64: %w", err)
	}
	if field, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return fmt.Errorf("there is no field %s", field)
	}
	return fmt.Errorf("it is broken: %w", err)
}

// set checks every field.
func (f *file) set() (*Set, error) {
	var c checks
	sum, err := hex.DecodeString(f.Model.SHA256)
	c.must(f.Model.Name != "", "model.name", "it is empty")
	c.must(err == nil && len(sum) == 32, "model.sha256", "%q is not 64 hex digits", f.Model.SHA256)
	c.must(f.Model.Dimension > 0 && f.Model.Dimension <= maxDimension, "model.dimension", "it must be 1 to %d, and is %d", maxDimension, f.Model.Dimension)
	c.must(len(f.Labels) > 0 && len(f.Labels) <= maxLabels, "labels", "there must be 1 to %d, and are %d", maxLabels, len(f.Labels))
	if len(f.Labels) > maxLabels {
		return nil, errors.Join(c...)
	}
	s := &Set{Model: f.Model, Evaluation: f.Evaluation}
	seen := map[string]bool{}
	for i, l := range f.Labels {
		at := fmt.Sprintf("labels[%d]", i)
		if err := checkName(l.Name); err != nil {
			c.must(false, at+".name", "%v", err)
		}
		c.must(!seen[l.Name], at+".name", "%q is there twice", l.Name)
		seen[l.Name] = true
		s.Labels = append(s.Labels, l.label(&c, at, f.Model.Dimension))
	}
	f.Evaluation.check(&c, f.Labels)
	if err := errors.Join(c...); err != nil {
		return nil, err
	}
	return s, nil
}

// label reads one label, and notes what is wrong with it.
func (l *fileLabel) label(c *checks, at string, dimension int) Label {
	c.must(l.Threshold != nil && *l.Threshold > 0 && *l.Threshold <= 100, at+".threshold", "it must be a number of percent above 0, 100 at most")
	c.must(l.Bias != nil, at+".bias", "it is missing")
	c.must(len(l.Weights) == 4*dimension, at+".weights", "they are %d bytes, and must be %d: 4 for each of the model's %d values", len(l.Weights), 4*dimension, dimension)
	own := Label{Name: l.Name, Weights: make([]float32, len(l.Weights)/4)}
	if l.Threshold != nil && l.Bias != nil {
		own.Threshold, own.Bias = *l.Threshold, *l.Bias
	}
	for j := range own.Weights {
		own.Weights[j] = math.Float32frombits(binary.LittleEndian.Uint32(l.Weights[4*j:]))
		if w := float64(own.Weights[j]); math.IsNaN(w) || math.IsInf(w, 0) {
			c.must(false, at+".weights", "value %d is no number", j)
			break
		}
	}
	return own
}

// check looks at figures that people will read.
func (e *Evaluation) check(c *checks, labels []fileLabel) {
	for _, f := range []struct {
		field   string
		percent float64
	}{{"accuracy", e.Accuracy}, {"deviation", e.Deviation}, {"chance", e.Chance}} {
		c.must(f.percent >= 0 && f.percent <= 100, "evaluation."+f.field, "it is in percent, 0 to 100, and is %g", f.percent)
	}
	c.must(len(e.Labels) == len(labels), "evaluation.labels", "there are %d, and %d labels", len(e.Labels), len(labels))
	for i := range min(len(e.Labels), len(labels)) {
		c.must(e.Labels[i].Name == labels[i].Name, fmt.Sprintf("evaluation.labels[%d].name", i), "it is %q, and must be %q", e.Labels[i].Name, labels[i].Name)
	}
	c.must(len(e.Confusion) == len(labels)+1, "evaluation.confusion", "it has %d rows, and must have one for each label and one for none", len(e.Confusion))
	for i, row := range e.Confusion {
		c.must(len(row) == len(labels)+1, fmt.Sprintf("evaluation.confusion[%d]", i), "it has %d columns, and must have %d", len(row), len(labels)+1)
	}
}

// checks collects what is wrong, so that all of it is reported at once.
type checks []error

// maxChecks is how much of it anybody reads.
const maxChecks = 20

// must notes that field is wrong unless ok.
func (c *checks) must(ok bool, field, format string, args ...any) {
	if !ok && len(*c) < maxChecks {
		*c = append(*c, fmt.Errorf("%s: %s", field, fmt.Sprintf(format, args...)))
	}
}
