package app

import (
	"fmt"
	"os"
	"slices"

	"blobsight/internal/taxonomy"
)

// known is what the outputs of the models mean.
type known struct {
	taxonomy *taxonomy.Taxonomy
	classes  []Class // of the classifier
	objects  []Class // of the detector
}

// concepts finds out what the outputs of the models mean: by the built-in
// concepts, those that a model brings along, labels of the user's own, and what
// the user wants otherwise.
func (r *Recognition) concepts(classifier, detector *openModel, custom labelFiles) (k known, err error) {
	tree, err := taxonomy.Builtin()
	if err != nil {
		return k, err
	}
	var config taxonomy.Config
	if classifier != nil {
		if tree, k.classes, err = classifier.classes(tree); err != nil {
			return k, fmt.Errorf("model %s: %w", classifier.Name, err)
		}
		config.Classifier, config.Independent = taxonomy.Names(k.classes), classifier.independent()
	}
	if detector != nil {
		if tree, k.objects, err = detector.classes(tree); err != nil {
			return k, fmt.Errorf("model %s: %w", detector.Name, err)
		}
		config.Detector = taxonomy.Names(k.objects)
	}
	if tree, config.Custom, err = custom.concepts(tree); err != nil {
		return k, err
	}
	if config.Tree, err = r.override(tree); err != nil {
		return k, fmt.Errorf("--taxonomy (BLOBSIGHT_TAXONOMY): %w", err)
	}
	k.taxonomy, err = taxonomy.New(config)
	return k, err
}

// override changes the tree to what the user wants.
func (r *Recognition) override(tree *taxonomy.Tree) (*taxonomy.Tree, error) {
	if r.Taxonomy == "" {
		return tree, nil
	}
	o, err := r.overrides()
	if err != nil {
		return nil, err
	}
	changed, err := tree.Override(o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Taxonomy, err)
	}
	return changed, nil
}

// overrides reads what the user wants otherwise, a preset or a file.
func (r *Recognition) overrides() (*taxonomy.Overrides, error) {
	if slices.Contains(taxonomy.Presets(), r.Taxonomy) {
		return taxonomy.Preset(r.Taxonomy)
	}
	text, err := os.ReadFile(r.Taxonomy)
	if err != nil {
		return nil, fmt.Errorf("neither a preset (%q) nor a file: %w", taxonomy.Presets(), err)
	}
	o, err := taxonomy.ParseOverrides(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Taxonomy, err)
	}
	return o, nil
}
