package app

import (
	"errors"
	"fmt"

	"blobsight/internal/customlabels"
	"blobsight/internal/models"
	"blobsight/internal/recognizer"
	"blobsight/internal/taxonomy"
)

// labelFiles are the files of labels of the user's own.
type labelFiles []labelFile

type labelFile struct {
	path string
	*customlabels.Set
}

// readLabels reads the files that the settings name. The error says everything
// that is wrong.
func (r *Recognition) readLabels() (labelFiles, error) {
	var files labelFiles
	var errs []error
	in := map[string]string{} // label to file
	for _, path := range r.Labels {
		set, err := customlabels.Read(path)
		if err != nil {
			errs = append(errs, fmt.Errorf("--labels (BLOBSIGHT_LABELS): %w", err))
			continue
		}
		for _, l := range set.Labels {
			if first, twice := in[l.Name]; twice {
				errs = append(errs, fmt.Errorf("--labels (BLOBSIGHT_LABELS): label %q is in %s and in %s; leave one of the files out", l.Name, first, path))
			}
			in[l.Name] = path
		}
		files = append(files, labelFile{path, set})
	}
	return files, errors.Join(errs...)
}

// suit says whether the labels were learned on top of the classifier in use.
func (f labelFiles) suit(classifier *openModel) error {
	var errs []error
	for _, file := range f {
		if classifier == nil || classifier.File.SHA256 != file.Model.SHA256 {
			errs = append(errs, fmt.Errorf("--labels (BLOBSIGHT_LABELS): %s %s", file.path, file.stranger(classifier)))
			continue
		}
		sizes := classifier.sizes()
		if n := len(sizes); n > 1 && sizes[n-1] != 0 && sizes[n-1] != file.Model.Dimension {
			errs = append(errs, fmt.Errorf("--labels (BLOBSIGHT_LABELS): %s was made from embeddings of %d values, and model %s gives %d: mend embedding in its description, or train the labels again",
				file.path, file.Model.Dimension, classifier.Name, sizes[n-1]))
		}
	}
	return errors.Join(errs...)
}

// stranger says of which model the labels are, and how to have that one.
func (f *labelFile) stranger(classifier *openModel) string {
	of := fmt.Sprintf("was made with model %s, version %s, and ", quoted(f.Model.Name), quoted(f.Model.Version))
	or := ", or train the labels again with this one"
	if classifier == nil {
		of, or = of+"there is no classifier", ""
	} else {
		of += fmt.Sprintf("--model is %s, version %s", classifier.Name, classifier.Version)
	}
	if m, err := models.Find(f.Model.Name); err == nil && m.File.SHA256 == f.Model.SHA256 {
		return fmt.Sprintf("%s: use --model %s%s", of, quoted(f.Model.Name), or)
	}
	return fmt.Sprintf("%s: use --model with the YAML file of the model whose sha256 is %s%s", of, f.Model.SHA256, or)
}

// heads apply the labels to embeddings, in the order of the files.
func (f labelFiles) heads() []recognizer.Head {
	var heads []recognizer.Head
	for _, file := range f {
		heads = append(heads, file.Set)
	}
	return heads
}

// describe says for people what is in each file.
func (f labelFiles) describe() []string {
	var lines []string
	for _, file := range f {
		lines = append(lines, fmt.Sprintf("%s (%d labels, accuracy %.1f %%)", file.path, len(file.Labels), file.Evaluation.Accuracy))
	}
	return lines
}

// concepts gives the labels in the order of the heads, and the tree that knows
// them all: those that it did not know are concepts of their own from now on.
func (f labelFiles) concepts(tree *taxonomy.Tree) (*taxonomy.Tree, []taxonomy.Custom, error) {
	var custom []taxonomy.Custom
	var concepts []taxonomy.Concept
	for _, file := range f {
		for _, l := range file.Labels {
			custom = append(custom, taxonomy.Custom{Name: l.Name, Threshold: l.Threshold})
			concepts = append(concepts, taxonomy.Concept{Name: l.Name})
		}
	}
	if len(concepts) == 0 {
		return tree, nil, nil
	}
	tree, err := tree.Add(concepts)
	if err != nil {
		return nil, nil, fmt.Errorf("--labels (BLOBSIGHT_LABELS): %w", err)
	}
	return tree, custom, nil
}
