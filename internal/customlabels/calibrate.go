package customlabels

import "math"

// calibration turns the score of a picture into a confidence that is true on
// average: sigmoid(slope*score + shift).
type calibration struct {
	slope, shift float64
}

func (c calibration) confidence(score float64) float64 { return sigmoid(c.slope*score + c.shift) }

// calibrate fits a calibration to scores of pictures that were not learned from
// (Platt 1999, with his targets short of 0 and 1: few pictures make nobody
// certain). A score that says nothing, or the contrary, gives everybody the same
// confidence.
func calibrate(scores []float64, shown []bool) (calibration, error) {
	mean, spread := moments(scores)
	if spread == 0 {
		return calibration{0, newPlatt(scores, shown).even()}, nil
	}
	like := make([]float64, len(scores)) // of one size, whatever the strength of the regularization
	for i, score := range scores {
		like[i] = (score - mean) / spread
	}
	p := newPlatt(like, shown)
	at, err := minimize(p, []float64{0, p.even()}, flat*p.rare)
	if err != nil {
		return calibration{}, err
	}
	if at[0] <= 0 {
		return calibration{0, p.even()}, nil
	}
	slope := at[0] / spread
	return calibration{slope, at[1] - slope*mean}, nil
}

// moments gives the mean and the standard deviation.
func moments(values []float64) (mean, deviation float64) {
	n := float64(len(values))
	for _, v := range values {
		mean += v / n
	}
	for _, v := range values {
		deviation += (v - mean) * (v - mean) / n
	}
	return mean, math.Sqrt(deviation)
}

// platt is the loss of a calibration. Its variables are slope and shift.
type platt struct {
	scores, target []float64
	rare           float64 // share of the kind there is less of: loss and slopes are as small
}

func newPlatt(scores []float64, shown []bool) *platt {
	positives := 0.0
	for _, is := range shown {
		if is {
			positives++
		}
	}
	negatives := float64(len(shown)) - positives
	p := &platt{scores, make([]float64, len(scores)), max(min(positives, negatives), 1) / float64(len(shown))}
	for i, is := range shown {
		if is {
			p.target[i] = (positives + 1) / (positives + 2)
		} else {
			p.target[i] = 1 / (negatives + 2)
		}
	}
	return p
}

// even is the shift at which everybody gets the average.
func (p *platt) even() float64 {
	sum := 0.0
	for _, t := range p.target {
		sum += t
	}
	return logit(sum / float64(len(p.target)))
}

// at implements loss: the mean cross-entropy.
func (p *platt) at(x, gradient []float64) float64 {
	gradient[0], gradient[1] = 0, 0
	value, n := 0.0, float64(len(p.scores))
	for i, score := range p.scores {
		z := x[0]*score + x[1]
		value += (softplus(z) - p.target[i]*z) / n
		miss := (sigmoid(z) - p.target[i]) / n
		gradient[0] += miss * score
		gradient[1] += miss
	}
	return value
}
