package embedding

import "fmt"

// find gives the tensor that the last layer with weights before an output makes
// its values of, and that layer.
func (g *graph) find(output string) (tensor string, layer *node, err error) {
	at := output
	for range g.nodes { // a broken file may go in circles
		n := g.makers[at]
		if n == nil {
			break
		}
		if weights, ok := weightsOf(n.op); ok {
			tensor, err := g.operand(n, 0, weights)
			return tensor, n, err
		}
		if at, err = g.before(n); err != nil {
			return "", nil, err
		}
	}
	return "", nil, fmt.Errorf("no layer with weights leads to the output %q", output)
}

// weightsOf tells which input of an operator the weights are, if it has some.
func weightsOf(op string) (input int, ok bool) {
	switch op {
	case "Conv", "FusedConv", "FusedGemm", "FusedMatMul", "Gemm", "MatMul":
		return 1, true
	case "QGemm", "QLinearConv", "QLinearMatMul":
		return 3, true
	}
	return 0, false
}

// before gives the tensor that n only changes the form or the scale of.
func (g *graph) before(n *node) (string, error) {
	switch n.op {
	case "Add", "Div", "Mul", "Sub":
		return g.operand(n, 0, 1)
	case "QLinearAdd", "QLinearMul":
		return g.operand(n, 0, 3)
	case "AveragePool", "BatchNormalization", "Cast", "Clip", "DequantizeLinear", "Dropout", "Flatten",
		"GlobalAveragePool", "Identity", "LogSoftmax", "QLinearAveragePool", "QLinearGlobalAveragePool",
		"QLinearSigmoid", "QLinearSoftmax", "QuantizeLinear", "ReduceMean", "Relu", "Reshape", "Sigmoid",
		"Softmax", "Squeeze", "Transpose", "Unsqueeze":
		return n.input(0), nil
	}
	return "", fmt.Errorf("%s lies between the outputs and the last layer with weights", n)
}

// operand gives the one of two inputs that depends on the picture.
func (g *graph) operand(n *node, a, b int) (string, error) {
	x, y := n.input(a), n.input(b)
	switch {
	case g.computed(x) == g.computed(y):
		return "", fmt.Errorf("%s has not one input that depends on the picture (%q, %q)", n, x, y)
	case g.computed(x):
		return x, nil
	}
	return y, nil
}

// coding gives the names of the scale and the zero point of a tensor of whole
// numbers; none if it has real ones.
func (g *graph) coding(tensor string) []string {
	for range g.nodes {
		n := g.makers[tensor]
		if n == nil {
			break
		}
		scale := 0
		switch n.op {
		case "QuantizeLinear":
			scale = 1
		case "QLinearAveragePool", "QLinearGlobalAveragePool", "QLinearLeakyRelu", "QLinearSigmoid", "QLinearSoftmax":
			scale = 3
		case "QLinearAdd", "QLinearConv", "QLinearMatMul", "QLinearMul":
			scale = 6
		case "QGemm":
			scale = 7
		case "Dropout", "Flatten", "Identity", "MaxPool", "Reshape", "Slice", "Squeeze", "Transpose", "Unsqueeze":
			tensor = n.input(0)
			continue
		}
		if scale == 0 || n.input(scale) == "" {
			break
		}
		return []string{n.input(scale), n.input(scale + 1)}
	}
	return nil
}
