package taxonomy

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"blobsight"
)

// Evidence is what the models found in one picture.
type Evidence struct {
	Scores  []float32 // one for each class of the classifier, 0-1; nil where none ran
	Objects []Object  // of the detector
	Custom  []float64 // one for each label of the user's own, 0-1; nil where nothing was asked for them
}

// Object is one thing that a detector found.
type Object struct {
	Class      int     // of the detector
	Confidence float64 // 0-1
	Box        blobsight.Box
}

// check says whether the evidence is of these models. It never ends as labels
// where a model gave nonsense.
func (t *Taxonomy) check(e Evidence) error {
	if e.Scores != nil && len(e.Scores) != t.classifier {
		return fmt.Errorf("taxonomy: %d scores for %d classes", len(e.Scores), t.classifier)
	}
	for i, s := range e.Scores {
		if !isRatio(float64(s)) {
			return fmt.Errorf("taxonomy: score %v of class %d is not from 0 to 1", s, i)
		}
	}
	if e.Custom != nil && len(e.Custom) != len(t.thresholds) {
		return fmt.Errorf("taxonomy: %d confidences for %d custom labels", len(e.Custom), len(t.thresholds))
	}
	for i, c := range e.Custom {
		if !isRatio(c) {
			return fmt.Errorf("taxonomy: confidence %v of custom label %d is not from 0 to 1", c, i)
		}
	}
	for _, o := range e.Objects {
		if o.Class < 0 || o.Class >= t.detector {
			return fmt.Errorf("taxonomy: object of class %d; the detector has %d classes", o.Class, t.detector)
		}
		if !isRatio(o.Confidence) {
			return fmt.Errorf("taxonomy: confidence %v of an object is not from 0 to 1", o.Confidence)
		}
	}
	return nil
}

// isRatio allows for the rounding of sums.
func isRatio(x float64) bool { return !math.IsNaN(x) && x >= 0 && x <= 1.001 }

// sight is the objects of a picture by their classes, the most confident first.
type sight map[int][]Object

func (t *Taxonomy) sight(objects []Object) sight {
	s := sight{}
	for _, o := range objects {
		s[o.Class] = append(s[o.Class], o)
	}
	for _, of := range s {
		slices.SortStableFunc(of, byConfidence)
	}
	return s
}

// byConfidence puts the most confident first.
func byConfidence(a, b Object) int { return cmp.Compare(b.Confidence, a.Confidence) }

// best is the highest confidence among the objects of the classes, 0-1, and
// whether there is one.
func (s sight) best(classes []int) (confidence float64, found bool) {
	if len(s) == 0 {
		return 0, false
	}
	for _, class := range classes {
		if of := s[class]; len(of) > 0 {
			confidence, found = max(confidence, of[0].Confidence), true
		}
	}
	return confidence, found
}

// custom is the highest confidence among the user's labels, in percent, and
// whether one of them reaches its threshold: the others say nothing.
func (t *Taxonomy) custom(labels []int, confidences []float64) (confidence float64, found bool) {
	if confidences == nil {
		return 0, false
	}
	for _, i := range labels {
		if own := percent(confidences[i]); own >= t.thresholds[i] {
			confidence, found = max(confidence, own), true
		}
	}
	return confidence, found
}

// instances are the places of the objects of the classes; never nil.
func (s sight) instances(classes []int, minimum float64) []blobsight.Instance {
	var objects []Object
	for _, class := range classes {
		objects = append(objects, s[class]...)
	}
	if len(classes) > 1 {
		slices.SortStableFunc(objects, byConfidence)
	}
	all := []blobsight.Instance{}
	for _, o := range objects {
		if confidence := percent(o.Confidence); confidence >= minimum {
			all = append(all, blobsight.Instance{Box: o.Box, Confidence: confidence})
		}
	}
	return all
}
