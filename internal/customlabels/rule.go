package customlabels

import "math"

// rule is everything that is chosen by looking at scores of held-out pictures.
type rule struct {
	strength    int           // in strengths
	calibration []calibration // of each label
	threshold   []float64     // of each label, 0-1
}

// choose makes a rule from the scores of these pictures: the strength whose
// calibrated confidences fit them best (the least cross-entropy of all labels
// together), and the calibration and threshold of each label at that strength.
func (m *material) choose(s scores, pictures []int) (rule, error) {
	best, r := math.Inf(1), rule{}
	for strength := range s {
		sum, fitted := 0.0, make([]calibration, m.labels)
		for k := range m.labels {
			own, shown := pick(s[strength][k], pictures), pick(m.shown[k], pictures)
			c, err := calibrate(own, shown)
			if err != nil {
				return rule{}, err
			}
			fitted[k] = c
			sum += newPlatt(own, shown).at([]float64{c.slope, c.shift}, make([]float64, 2))
		}
		if sum < best {
			best, r.strength, r.calibration = sum, strength, fitted
		}
	}
	r.threshold = make([]float64, m.labels)
	for k := range m.labels {
		confidences := make([]float64, len(pictures))
		for n, i := range pictures {
			confidences[n] = r.confidence(s, k, i)
		}
		r.threshold[k] = bestThreshold(confidences, pick(m.shown[k], pictures))
	}
	return r, nil
}

// confidence is how sure the rule is that a picture shows label k, 0-1.
func (r rule) confidence(s scores, k, picture int) float64 {
	return r.calibration[k].confidence(s[r.strength][k][picture])
}

// said gives which labels the rule says of a picture, and the surest of them, or
// NoLabel.
func (r rule) said(s scores, picture int) (said []bool, surest int) {
	said, surest = make([]bool, len(r.threshold)), NoLabel
	best := 0.0
	for k, threshold := range r.threshold {
		confidence := r.confidence(s, k, picture)
		if confidence < threshold {
			continue
		}
		said[k] = true
		if confidence > best {
			best, surest = confidence, k
		}
	}
	return said, surest
}
