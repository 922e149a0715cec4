package customlabels

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// Trained is what [Train] gives.
type Trained struct {
	Set      *Set
	Repeated []Repetition // pictures that count once
}

// Train learns the labels from the samples, with so many fits at once, and says
// how good they are. The set is of the given model, whose Dimension is that of
// the samples. The error names every label with too few pictures, and every pair
// of pictures that are the same under two labels.
func Train(ctx context.Context, labels []string, samples []Sample, of Model, workers int) (*Trained, error) {
	if err := usable(samples); err != nil {
		return nil, err
	}
	kept, repeated, err := unique(ctx, samples)
	if err != nil {
		return nil, err
	}
	pictures := make([]Picture, len(kept))
	for i, s := range kept {
		pictures[i] = s.Picture
	}
	if err := enough(labels, pictures); err != nil {
		if dropped := len(samples) - len(kept); dropped > 0 {
			err = fmt.Errorf("%w\n(%s left out that repeats another one)", err, count(dropped, "picture"))
		}
		return nil, err
	}
	m := newMaterial(kept, len(labels))
	s, err := m.heldOut(ctx, workers)
	if err != nil {
		return nil, err
	}
	e, err := m.evaluate(s, labels)
	if err != nil {
		return nil, err
	}
	of.Dimension = len(m.rows[0])
	set := &Set{Model: of, Evaluation: e}
	if set.Labels, err = m.learn(ctx, s, labels, workers, &set.Evaluation); err != nil {
		return nil, err
	}
	return &Trained{set, repeated}, nil
}

// usable says whether the embeddings are of one network, and numbers.
func usable(samples []Sample) error {
	if len(samples) == 0 {
		return errors.New("there are no pictures to learn from")
	}
	dimension := len(samples[0].Embedding)
	for _, s := range samples {
		if len(s.Embedding) != dimension || dimension == 0 || dimension > maxDimension {
			return fmt.Errorf("%s: the model gave an embedding of %d values, and %d for another picture", s.Path, len(s.Embedding), dimension)
		}
		for _, x := range s.Embedding {
			if f := float64(x); math.IsNaN(f) || math.IsInf(f, 0) {
				return fmt.Errorf("%s: the model gave an embedding with values that are no numbers", s.Path)
			}
		}
	}
	return nil
}

// learn makes the labels: lines learned from all pictures, with the strength,
// calibration and thresholds that suit the scores of all held-out ones. The
// calibration becomes a part of the line.
func (m *material) learn(ctx context.Context, s scores, names []string, workers int, e *Evaluation) ([]Label, error) {
	all := make([]int, len(m.rows))
	for i := range all {
		all[i] = i
	}
	r, err := m.choose(s, all)
	if err != nil {
		return nil, err
	}
	e.Strength = strengths()[r.strength]
	scale := newScale(m.rows)
	rows := scale.apply(m.rows)
	labels := make([]Label, len(names))
	err = eachLabel(ctx, len(names), workers, func(ctx context.Context, k int) error {
		var learned line
		if err := path(ctx, rows, m.shown[k], r.strength, func(_ int, l line) { learned = l }); err != nil {
			return fmt.Errorf("label %q: %w", names[k], err)
		}
		raw, c := scale.unscale(learned), r.calibration[k]
		labels[k] = Label{
			Name: names[k], Threshold: percent(r.threshold[k]),
			Bias: c.slope*raw.bias + c.shift, Weights: make([]float32, len(raw.weights)),
		}
		for j, w := range raw.weights {
			labels[k].Weights[j] = float32(c.slope * w)
		}
		return nil
	})
	return labels, err
}
