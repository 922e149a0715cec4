package customlabels

import "math"

// Evaluation says how good labels are, on pictures that were not learned from.
// Shares are in percent.
type Evaluation struct {
	Pictures  int         `json:"pictures"`  // that were learned from and asked about
	Others    int         `json:"others"`    // of them, pictures of no label
	Folds     int         `json:"folds"`     // of the cross-validation
	Strength  float64     `json:"strength"`  // of the regularization that was chosen
	Accuracy  float64     `json:"accuracy"`  // pictures whose surest label is the right one, or that rightly got none: mean of the folds
	Deviation float64     `json:"deviation"` // standard deviation of the accuracy over the folds
	Chance    float64     `json:"chance"`    // accuracy of always giving the most frequent answer
	Labels    []LabelEval `json:"labels"`    // in the order of the labels
	Confusion [][]int     `json:"confusion"` // by what a picture shows and what was said of it, in the order of the labels; the last row and column are none
}

// LabelEval says how good one label is.
type LabelEval struct {
	Name      string   `json:"name"`
	Pictures  int      `json:"pictures"`
	Precision *float64 `json:"precision"` // of pictures of which it is said, those that show it; nil where it is never said
	Recall    float64  `json:"recall"`    // of pictures that show it, those of which it is said
}

// evaluate asks about each picture what was learned from the other folds. The
// rule for a fold is chosen without that fold's scores.
func (m *material) evaluate(s scores, names []string) (Evaluation, error) {
	e := Evaluation{Pictures: len(m.rows), Folds: folds, Confusion: make([][]int, m.labels+1)}
	for row := range e.Confusion {
		e.Confusion[row] = make([]int, m.labels+1)
	}
	hits, told := make([]int, m.labels), make([]int, m.labels)
	var accuracies []float64
	for fold := range folds {
		others, own := m.split(fold)
		r, err := m.choose(s, others)
		if err != nil {
			return e, err
		}
		right := 0
		for _, i := range own {
			said, surest := r.said(s, i)
			for k, is := range said {
				if is {
					told[k]++
				}
				if is && m.shown[k][i] {
					hits[k]++
				}
			}
			if surest == m.label[i] {
				right++
			}
			e.Confusion[m.place(m.label[i])][m.place(surest)]++
		}
		accuracies = append(accuracies, float64(right)/float64(len(own)))
	}
	e.Accuracy, e.Deviation = meanAndDeviation(accuracies)
	e.sum(names, hits, told)
	return e, nil
}

// place is the row or column of a label in the confusion.
func (m *material) place(label int) int {
	if label == NoLabel {
		return m.labels
	}
	return label
}

// sum makes the figures of the counts.
func (e *Evaluation) sum(names []string, hits, told []int) {
	most := 0
	for row, of := range e.Confusion {
		pictures := 0
		for _, n := range of {
			pictures += n
		}
		most = max(most, pictures)
		if row == len(names) {
			e.Others = pictures
			continue
		}
		l := LabelEval{Name: names[row], Pictures: pictures, Recall: share(hits[row], pictures)}
		if told[row] > 0 {
			precision := share(hits[row], told[row])
			l.Precision = &precision
		}
		e.Labels = append(e.Labels, l)
	}
	e.Chance = share(most, e.Pictures)
}

// share is a part of a whole in percent.
func share(part, whole int) float64 { return percent(float64(part) / float64(whole)) }

// percent rounds a ratio to percent with two decimals.
func percent(ratio float64) float64 { return math.Round(ratio*1e4) / 100 }

// meanAndDeviation gives both in percent.
func meanAndDeviation(ratios []float64) (mean, deviation float64) {
	n := float64(len(ratios))
	for _, r := range ratios {
		mean += r / n
	}
	for _, r := range ratios {
		deviation += (r - mean) * (r - mean) / (n - 1)
	}
	return percent(mean), percent(math.Sqrt(deviation))
}
