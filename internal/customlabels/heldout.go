package customlabels

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// strengths are the regularizations that are tried, from strong to weak.
func strengths() []float64 { return []float64{1, 0.1, 0.01, 0.001, 0.0001} }

// material is what is learned from.
type material struct {
	rows   [][]float64 // an embedding for each picture
	shown  [][]bool    // by label and picture
	label  []int       // of each picture, or NoLabel
	fold   []int       // of each picture
	labels int
}

func newMaterial(samples []Sample, labels int) *material {
	m := &material{
		rows: make([][]float64, len(samples)), shown: make([][]bool, labels),
		label: make([]int, len(samples)), fold: deal(samples), labels: labels,
	}
	for k := range m.shown {
		m.shown[k] = make([]bool, len(samples))
	}
	for i, s := range samples {
		m.rows[i] = make([]float64, len(s.Embedding))
		for j, x := range s.Embedding {
			m.rows[i][j] = float64(x)
		}
		if m.label[i] = s.Label; s.Label != NoLabel {
			m.shown[s.Label][i] = true
		}
	}
	return m
}

// scores are those of held-out pictures: by strength, label and picture.
type scores [][][]float64

// heldOut scores every picture by lines that were learned from the other folds,
// for each strength. What they are scaled by is of the other folds, too.
func (m *material) heldOut(ctx context.Context, workers int) (scores, error) {
	all := make(scores, len(strengths()))
	for s := range all {
		all[s] = make([][]float64, m.labels)
		for k := range all[s] {
			all[s][k] = make([]float64, len(m.rows))
		}
	}
	for fold := range folds {
		learn, ask := m.split(fold)
		scale := newScale(pick(m.rows, learn))
		learned, asked := scale.apply(pick(m.rows, learn)), scale.apply(pick(m.rows, ask))
		err := eachLabel(ctx, m.labels, workers, func(ctx context.Context, k int) error {
			return path(ctx, learned, pick(m.shown[k], learn), len(strengths())-1, func(s int, l line) {
				for n, i := range ask {
					all[s][k][i] = l.score(asked[n])
				}
			})
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// split gives the pictures of the other folds, and those of this one.
func (m *material) split(fold int) (others, own []int) {
	for i, f := range m.fold {
		if f == fold {
			own = append(own, i)
		} else {
			others = append(others, i)
		}
	}
	return others, own
}

// path fits a line for each strength up to the last one. It goes from strong to
// weak, each from where the one before ended, which takes far fewer steps.
func path(ctx context.Context, rows [][]float64, shown []bool, last int, found func(s int, l line)) error {
	at := line{weights: make([]float64, len(rows[0]))}
	for s, strength := range strengths()[:last+1] {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		if at, err = fit(rows, shown, strength, at); err != nil {
			return err
		}
		found(s, at)
	}
	return nil
}

// eachLabel does work for all labels, so many at once.
func eachLabel(ctx context.Context, labels, workers int, work func(ctx context.Context, k int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(workers, 1))
	for k := range labels {
		group.Go(func() error { return work(ctx, k) })
	}
	return group.Wait()
}

// pick gives the values at these places.
func pick[T any](from []T, at []int) []T {
	picked := make([]T, len(at))
	for n, i := range at {
		picked[n] = from[i]
	}
	return picked
}
