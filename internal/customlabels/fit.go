package customlabels

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/optimize"
)

// line is what logistic regression learns: a picture shows the label the surer,
// the higher its score.
type line struct {
	weights []float64
	bias    float64
}

func (l line) score(x []float64) float64 { return floats.Dot(l.weights, x) + l.bias }

// fit learns to tell the rows that show a label from those that do not:
// logistic regression in which both kinds weigh the same, however many they are,
// with the strength times half the square of the weights as the price of going
// far. It begins at start, which changes how long it takes only.
func fit(rows [][]float64, shown []bool, strength float64, start line) (line, error) {
	loss := newLogistic(rows, shown, strength)
	at, err := minimize(loss, append(slices.Clone(start.weights), start.bias), flat)
	if err != nil {
		return line{}, err
	}
	last := len(at) - 1
	return line{at[:last], at[last]}, nil
}

// loss is a function to be made small, and its gradient, which it writes.
type loss interface {
	at(x, gradient []float64) float64
}

// Where the search for the least loss ends.
const (
	flat          = 1e-4 // all slopes are less, of a loss of about 1 at the start; it is then right to five digits
	flatEnough    = 10   // times as steep will do where numbers end sooner
	maxIterations = 500
)

// minimize finds the least loss by L-BFGS: where all slopes are less than flat.
func minimize(l loss, start []float64, flat float64) ([]float64, error) {
	last, slope, value := []float64(nil), make([]float64, len(start)), 0.0
	look := func(x []float64) { // the library asks for value and gradient one after the other
		if !slices.Equal(last, x) {
			value, last = l.at(x, slope), append(last[:0], x...)
		}
	}
	result, err := optimize.Minimize(optimize.Problem{
		Func: func(x []float64) float64 { look(x); return value },
		Grad: func(gradient, x []float64) { look(x); copy(gradient, slope) },
	}, start, &optimize.Settings{
		GradientThreshold: flat, MajorIterations: maxIterations, Converger: optimize.NeverTerminate{},
	}, &optimize.LBFGS{})
	if err != nil { // also where no step makes the loss smaller by what a number can hold
		if result == nil || !(floats.Norm(result.Gradient, math.Inf(1)) < flatEnough*flat) {
			return nil, fmt.Errorf("the fit does not converge: %w", err)
		}
	}
	return result.X, nil
}

// logistic is the loss of logistic regression. Its variables are the weights and
// the bias.
type logistic struct {
	rows     [][]float64
	sign     []float64 // 1: the label is shown, -1: it is not
	weight   []float64 // of each row; all together are 1
	strength float64
}

func newLogistic(rows [][]float64, shown []bool, strength float64) *logistic {
	l := &logistic{rows: rows, sign: make([]float64, len(rows)), weight: make([]float64, len(rows)), strength: strength}
	positives := 0
	for _, is := range shown {
		if is {
			positives++
		}
	}
	for i, is := range shown {
		if is {
			l.sign[i], l.weight[i] = 1, 0.5/float64(positives)
		} else {
			l.sign[i], l.weight[i] = -1, 0.5/float64(len(rows)-positives)
		}
	}
	return l
}

// at implements loss.
func (l *logistic) at(x, gradient []float64) float64 {
	dim := len(x) - 1
	weights, bias := x[:dim], x[dim]
	floats.ScaleTo(gradient[:dim], l.strength, weights)
	gradient[dim] = 0
	value := l.strength / 2 * floats.Dot(weights, weights)
	for i, row := range l.rows {
		margin := l.sign[i] * (floats.Dot(weights, row) + bias)
		value += l.weight[i] * softplus(-margin)
		pull := -l.weight[i] * l.sign[i] * sigmoid(-margin)
		floats.AddScaled(gradient[:dim], pull, row)
		gradient[dim] += pull
	}
	return value
}

// sigmoid turns a score into a confidence from 0 to 1.
func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// softplus is log(1+exp(x)), also where exp(x) is too large for a number.
func softplus(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }
