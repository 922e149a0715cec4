package app

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"

	"blobsight/internal/detection"
	"blobsight/internal/imaging"
	"blobsight/internal/models"
	"blobsight/internal/recognizer"
	"blobsight/internal/taxonomy"
)

// noModel is how a person asks for no classifier.
const noModel = "none"

// What a detector's answer is reduced to.
const (
	minScore   = 0.35 // four of five tags with more are right, of those with less about half
	maxOverlap = 0.5  // of two boxes that overlap more, one is a repetition
	maxObjects = 100  // in one picture
)

// openModel is a model and the engine that runs it.
type openModel struct {
	models.Model
	engine   recognizer.Engine
	embedded bool // the engine's last output is the embedding
}

// open opens the model that a setting names: of the catalogue, of a user's YAML
// file, or none (nil).
func (r *Recognition) open(name string, task models.Task, d DataDir, rec *Recognizer) (*openModel, error) {
	if name == "" || name == noModel {
		return nil, nil
	}
	m, err := models.Load(name)
	if err != nil {
		return nil, err
	}
	if m.Task != task {
		return nil, fmt.Errorf("model %s is for %s, not for %s", m.Name, m.Task, task)
	}
	if err := r.pin(&m, d); err != nil {
		return nil, err
	}
	engine, by, err := r.engine(&m, d, rec)
	if err != nil {
		return nil, err
	}
	rec.Models = append(rec.Models, fmt.Sprintf("%s (%s)", m.Name, by))
	return &openModel{Model: m, engine: engine, embedded: r.embeds(&m)}, nil
}

// pin makes sure that a model of the user's without a sum stays the one that it
// is now: sessions that are made later read its file again.
func (r *Recognition) pin(m *models.Model, d DataDir) error {
	if m.File.SHA256 != "" {
		return nil
	}
	dir, err := r.Folder(d)
	if err != nil {
		return err
	}
	return m.Pin(dir)
}

// recipe is how the model wants its pictures.
func (m *openModel) recipe() imaging.Recipe {
	in := m.Input
	mean, std := in.MeanStd()
	return imaging.Recipe{
		Width: in.Width, Height: in.Height,
		Fit: imaging.Fit(in.Fit), Shorter: in.Shorter, Filter: imaging.Filter(in.Filter),
		Pad: in.Pad, Anchor: imaging.Anchor(in.Anchor),
		Channels: imaging.Channels(in.Channels), Layout: imaging.Layout(in.Layout),
		Mean: mean, Std: std,
	}
}

// classifier puts a classifier of so many classes together.
func (m *openModel) classifier(classes int) (*recognizer.Classifier, error) {
	sizes := m.sizes()
	if m.embedded && len(sizes) > 1 {
		sizes = sizes[:len(sizes)-1]
	}
	switch {
	case len(sizes) > 1:
		return nil, fmt.Errorf("model %s: it has %d outputs, and a classifier one: name it with output.names", m.Name, len(sizes))
	case len(sizes) == 1 && sizes[0] != 0 && sizes[0] != classes:
		return nil, fmt.Errorf("model %s: it gives %d values, and there are %d classes: mend classes", m.Name, sizes[0], classes)
	}
	return &recognizer.Classifier{
		Engine: m.engine, Embedding: m.embedded, Recipe: m.recipe(),
		Activation: recognizer.Activation(m.Output.Activation), Temperature: m.Temperature,
	}, nil
}

// sizes are the numbers of values of the outputs, 0 for an open one; nil if the
// engine does not tell.
func (m *openModel) sizes() []int {
	if s, ok := m.engine.(recognizer.Sizer); ok {
		return s.OutputSizes()
	}
	return nil
}

// independent reports whether the classes do not exclude one another.
func (m *openModel) independent() bool {
	return recognizer.Activation(m.Output.Activation) == recognizer.Sigmoid
}

// detector puts a detector of so many classes together.
func (m *openModel) detector(classes int) (*recognizer.Detector, error) {
	decoder, err := detection.New(detection.Config{
		Head: detection.Head(m.Output.Head), Width: m.Input.Width, Height: m.Input.Height,
		Classes: classes, Strides: m.Output.Strides,
		MinScore: minScore, MaxOverlap: maxOverlap, MaxObjects: maxObjects,
	})
	if err != nil {
		return nil, fmt.Errorf("model %s: %w", m.Name, err)
	}
	if sizes := m.sizes(); sizes != nil && !slices.Contains(sizes, 0) {
		nothing := make([][]float32, len(sizes))
		for i, n := range sizes {
			nothing[i] = make([]float32, n)
		}
		if _, err := decoder.Decode(nothing); err != nil {
			return nil, fmt.Errorf("model %s: mend output, input or classes: %w", m.Name, err)
		}
	}
	return &recognizer.Detector{Engine: m.engine, Recipe: m.recipe(), Decoder: decoder}, nil
}

// classes gives what the outputs mean, and the tree with the concepts that the
// model brings along.
func (m *openModel) classes(tree *taxonomy.Tree) (*taxonomy.Tree, []Class, error) {
	if m.Classes.List != "" {
		classes, err := taxonomy.ClassList(m.Classes.List)
		return tree, classes, err
	}
	classes, own, err := m.ownClasses()
	if err != nil {
		return nil, nil, err
	}
	tree, err = tree.Add(own)
	return tree, classes, err
}

// ownClasses reads the classes that a user's model describes itself. Two
// outputs may mean the same; the first description of a concept holds.
func (m *openModel) ownClasses() (classes []Class, concepts []taxonomy.Concept, err error) {
	if m.Classes.File != "" {
		text, err := os.ReadFile(m.Classes.File)
		if err != nil {
			return nil, nil, fmt.Errorf("classes.file: %w", err)
		}
		if classes, err = taxonomy.ParseNames(text); err != nil {
			return nil, nil, fmt.Errorf("classes.file: %s: %w", m.Classes.File, err)
		}
	}
	described := map[string]taxonomy.Concept{}
	for i, c := range m.Classes.Names {
		classes = append(classes, Class{ID: strconv.Itoa(i), Name: c.Name})
		if _, twice := described[c.Name]; !twice {
			described[c.Name] = taxonomy.Concept{Name: c.Name, Parents: c.Parents, Categories: c.Categories, Aliases: c.Aliases}
		}
	}
	for _, c := range classes {
		if _, known := described[c.Name]; !known {
			described[c.Name] = taxonomy.Concept{Name: c.Name}
		}
	}
	return classes, slices.Collect(maps.Values(described)), nil
}
