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

// planner reads a node of one operator into a plan.
type planner func(*builder, *node, *attributes) error

// plannerOf gives the planner of a node's operator, nil if it is not supported.
func plannerOf(n *node) planner {
	switch {
	case n.domain == "com.microsoft":
		return contributed(n.op)
	case !standardDomain(n.domain):
		return nil
	}
	for _, table := range []func(string) planner{layer, layout, quantizer} {
		if plan := table(n.op); plan != nil {
			return plan
		}
	}
	return nil
}

// layer gives the planners of operators that compute.
func layer(operator string) planner {
	switch operator {
	case "Add":
		return planAdd
	case "AveragePool", "MaxPool":
		return planPool
	case "Clip":
		return planClip
	case "Conv":
		return planConv
	case "Gemm":
		return planGemm
	case "GlobalAveragePool":
		return planGlobalAveragePool
	case "LeakyRelu":
		return planLeakyRelu
	case "Mul":
		return planMul
	case "Relu":
		return planRelu
	case "Resize":
		return planResize
	case "Sigmoid":
		return planSigmoid
	case "Softmax":
		return planSoftmax
	}
	return nil
}

// layout gives the planners of operators that move data or only name it.
func layout(operator string) planner {
	switch operator {
	case "Cast":
		return planCast
	case "Concat":
		return planConcat
	case "Constant":
		return planConstant
	case "Dropout", "Identity":
		return planIdentity
	case "Flatten":
		return planFlatten
	case "Gather":
		return planGather
	case "Reshape":
		return planReshape
	case "Shape":
		return planShape
	case "Slice":
		return planSlice
	case "Split":
		return planSplit
	case "Transpose":
		return planTranspose
	case "Unsqueeze":
		return planUnsqueeze
	}
	return nil
}

// quantizer gives the planners of operators on whole numbers of 8 bits.
func quantizer(operator string) planner {
	switch operator {
	case "DequantizeLinear":
		return planDequantize
	case "QLinearConv":
		return planQLinearConv
	case "QLinearMatMul":
		return planQLinearMatMul
	case "QuantizeLinear":
		return planQuantize
	}
	return nil
}

// contributed gives the planners of operators that ONNX Runtime adds, in the
// domain com.microsoft; its quantization tool writes them.
func contributed(operator string) planner {
	switch operator {
	case "QLinearAdd":
		return planQLinearAdd
	case "QLinearGlobalAveragePool":
		return planQLinearGlobalAveragePool
	}
	return nil
}
