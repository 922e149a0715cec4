package customlabels

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Other is the folder of pictures that show none of the labels. What is in it is
// learned from, and never said.
const Other = "_other"

// NoLabel is the label of the pictures in [Other].
const NoLabel = -1

// minPictures is how many pictures a label needs: one for each fold.
const minPictures = folds

// maxName bounds the name of a label in characters, as everywhere in labels.
const maxName = 100

// Dataset is a folder of labelled pictures.
type Dataset struct {
	Labels   []string  // names, sorted
	Pictures []Picture // by label and path; those of no label last
	Beside   []string  // paths of what lies beside the folders of labels; it is left out
}

// Picture is one file.
type Picture struct {
	Path  string
	Label int // in Dataset.Labels, or NoLabel
}

// Scan reads which pictures are in a folder: each folder in it is a label, each
// file in that a picture. Hidden files and folders (their names begin with a
// dot) are passed over; links are followed. The error names every folder that is
// wrong; whether the files are pictures shows in [Dataset.Embed].
func Scan(dir string) (*Dataset, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	d := &Dataset{}
	var others []Picture
	var mistakes []error
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		info, err := os.Stat(path)
		switch {
		case hidden(e.Name()):
			continue
		case err != nil || !info.IsDir():
			d.Beside = append(d.Beside, path)
			continue
		case e.Name() == Other:
			others, err = pictures(path, NoLabel)
		default:
			var own []Picture
			own, err = pictures(path, len(d.Labels))
			err = errors.Join(checkName(e.Name()), err)
			d.Labels, d.Pictures = append(d.Labels, e.Name()), append(d.Pictures, own...)
		}
		if err != nil {
			mistakes = append(mistakes, fmt.Errorf("%s: %w", path, err))
		}
	}
	d.Pictures = append(d.Pictures, others...)
	switch {
	case len(mistakes) > 0: // folders that could not be read have no pictures to count
	case len(d.Labels) < 2:
		mistakes = append(mistakes, tooFewLabels(dir, d.Labels))
	case len(d.Labels) > maxLabels:
		mistakes = append(mistakes, fmt.Errorf("%s: there are %d labels, and %d are the most", dir, len(d.Labels), maxLabels))
	default:
		mistakes = append(mistakes, enough(d.Labels, d.Pictures))
	}
	return d, errors.Join(mistakes...)
}

// pictures lists the files of one label.
func pictures(dir string, label int) ([]Picture, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var all []Picture
	for _, e := range entries {
		if hidden(e.Name()) {
			continue
		}
		path := filepath.Join(dir, e.Name())
		if info, err := os.Stat(path); err == nil && info.IsDir() { // a broken link will be unreadable
			return nil, fmt.Errorf("the folder %q is inside the folder of a label, and labels have no parts: move its pictures up, or the folder to the others", e.Name())
		}
		all = append(all, Picture{Path: path, Label: label})
	}
	return all, nil
}

func hidden(name string) bool { return strings.HasPrefix(name, ".") }

// tooFewLabels is the error of a folder with less than two labels.
func tooFewLabels(dir string, labels []string) error {
	have := "are no folders"
	if len(labels) == 1 {
		have = fmt.Sprintf("is one label, %q", labels[0])
	}
	return fmt.Errorf("%s: there %s; at least two folders with pictures are needed, each named as its label (to tell one thing from everything else, "+
		"put pictures of other things into a second one)", dir, have)
}

// enough says which labels have too few pictures.
func enough(labels []string, of []Picture) error {
	count := make([]int, len(labels))
	others := 0
	for _, p := range of {
		if p.Label == NoLabel {
			others++
		} else {
			count[p.Label]++
		}
	}
	var mistakes []error
	few := func(name string, n int) {
		mistakes = append(mistakes, fmt.Errorf("label %q has too few pictures, %d; put %d or more into its folder", name, n, minPictures))
	}
	for i, name := range labels {
		if count[i] < minPictures {
			few(name, count[i])
		}
	}
	if others > 0 && others < minPictures {
		few(Other, others)
	}
	return errors.Join(mistakes...)
}

// checkName says what is wrong with the name of a label.
func checkName(name string) error {
	switch {
	case name == "":
		return errors.New("the name of a label is empty")
	case strings.HasPrefix(name, "_"):
		return fmt.Errorf("names that begin with _ are kept for folders such as %s; choose another for this label", Other)
	case strings.TrimSpace(name) != name:
		return fmt.Errorf("the name %q begins or ends with a space", name)
	case utf8.RuneCountInString(name) > maxName:
		return fmt.Errorf("the name %.20q… is longer than %d characters", name, maxName)
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl):
		return fmt.Errorf("the name %q has characters that cannot be shown", name)
	}
	return nil
}
