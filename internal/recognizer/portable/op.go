package portable

// op is one step of a plan, prepared by Load for fixed shapes.
type op interface {
	// run computes out from in. The lengths are those that were fixed by Load;
	// out holds garbage before and shares no memory with in.
	run(t *team, in [][]float32, out []float32)
}

// worker is an op that needs working memory besides its output.
type worker interface {
	op
	// needs gives the values needed once per run (shared) and once per
	// goroutine (own).
	needs() (shared, own int)
}

// plannerOf gives the function that reads nodes of one operator into a plan.
func plannerOf(operator string) (plan func(*builder, *node, *attributes) error, ok bool) {
	switch operator {
	case "Add":
		return planAdd, true
	case "AveragePool", "MaxPool":
		return planPool, true
	case "Clip":
		return planClip, true
	case "Concat":
		return planConcat, true
	case "Constant":
		return planConstant, true
	case "Conv":
		return planConv, true
	case "Dropout", "Identity":
		return planIdentity, true
	case "Flatten":
		return planFlatten, true
	case "Gemm":
		return planGemm, true
	case "GlobalAveragePool":
		return planGlobalAveragePool, true
	case "LeakyRelu":
		return planLeakyRelu, true
	case "Mul":
		return planMul, true
	case "Relu":
		return planRelu, true
	case "Reshape":
		return planReshape, true
	case "Resize":
		return planResize, true
	case "Sigmoid":
		return planSigmoid, true
	case "Slice":
		return planSlice, true
	case "Softmax":
		return planSoftmax, true
	case "Split":
		return planSplit, true
	case "Transpose":
		return planTranspose, true
	default:
		return nil, false
	}
}
