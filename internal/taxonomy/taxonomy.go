package taxonomy

import (
	"errors"
	"fmt"
	"slices"

	"blobsight"
)

// Config says what can be said: the classes of a classifier, a detector or
// both, by the names of their concepts and in the order of their outputs; and
// labels of the user's own beside them.
type Config struct {
	Tree        *Tree
	Classifier  []string
	Independent bool // the classifier's classes do not exclude one another (sigmoid)
	Detector    []string
	Custom      []Custom
}

// Custom is a label of the user's own. Such labels do not exclude one another.
type Custom struct {
	Name      string  // of its concept
	Threshold float64 // percent below which it says nothing
}

// Taxonomy knows the concepts of the models in use.
type Taxonomy struct {
	classifier, detector int // classes of each
	independent          bool
	thresholds           []float64  // of the custom labels, in percent
	concepts             []*concept // sorted by name
}

// concept is something that can be said, and the classes that say it.
type concept struct {
	blobsight.Concept
	minimum float64
	classes []int // of the classifier, that are it or kinds of it; ascending
	objects []int // of the detector, likewise
	own     []int // of the detector, that are it
	custom  []int // labels of the user's, that are it or kinds of it
}

// New builds the taxonomy of the models in use. A class whose name the tree
// does not know is a concept without parents.
func New(c Config) (*Taxonomy, error) {
	if c.Tree == nil || len(c.Classifier)+len(c.Detector) == 0 {
		return nil, errors.New("taxonomy: a tree and the classes of a model are required")
	}
	b := &builder{
		tree: c.Tree, extra: map[string]*node{}, found: make(map[string]*concept, len(c.Tree.nodes)),
		ups: make(map[string][]string, len(c.Tree.nodes)), groups: make(map[string][]string, len(c.Tree.nodes)),
	}
	for i, name := range c.Classifier {
		n, err := b.class(name)
		if err != nil {
			return nil, fmt.Errorf("taxonomy: class %d of the classifier: %w", i, err)
		}
		for _, key := range b.upward(n.key) {
			at := b.concept(key)
			at.classes = append(at.classes, i)
		}
	}
	for i, name := range c.Detector {
		n, err := b.class(name)
		if err != nil {
			return nil, fmt.Errorf("taxonomy: class %d of the detector: %w", i, err)
		}
		for _, key := range b.upward(n.key) {
			at := b.concept(key)
			at.objects = append(at.objects, i)
		}
		b.concept(n.key).own = append(b.concept(n.key).own, i)
	}
	thresholds := make([]float64, len(c.Custom))
	for i, label := range c.Custom {
		n, err := b.class(label.Name)
		if err != nil {
			return nil, fmt.Errorf("taxonomy: custom label %d: %w", i, err)
		}
		for _, key := range b.upward(n.key) {
			at := b.concept(key)
			at.custom = append(at.custom, i)
		}
		thresholds[i] = label.Threshold
	}
	return &Taxonomy{
		classifier: len(c.Classifier), detector: len(c.Detector),
		independent: c.Independent, thresholds: thresholds, concepts: b.concepts(),
	}, nil
}

// Vocabulary lists every concept that can be said, sorted by name. The caller
// may change it.
func (t *Taxonomy) Vocabulary() []blobsight.Concept {
	all := make([]blobsight.Concept, len(t.concepts))
	for i, c := range t.concepts {
		all[i] = blobsight.Concept{
			Name: c.Name, Parents: slices.Clone(c.Parents),
			Categories: slices.Clone(c.Categories), Aliases: slices.Clone(c.Aliases),
		}
	}
	return all
}
