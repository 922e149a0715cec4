package customlabels

// For tests of the steps.
var (
	BestThreshold = bestThreshold
	Deal          = deal
)

// Calibrate gives the function that calibrate makes.
func Calibrate(scores []float64, shown []bool) (func(score float64) float64, error) {
	c, err := calibrate(scores, shown)
	return c.confidence, err
}

// Fit gives the weights and the bias that fit makes from nothing.
func Fit(rows [][]float64, shown []bool, strength float64) ([]float64, float64, error) {
	l, err := fit(rows, shown, strength, line{weights: make([]float64, len(rows[0]))})
	return l.weights, l.bias, err
}
