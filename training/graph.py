"""The network as an ONNX graph: Conv, Relu, Add, GlobalAveragePool, Flatten, Gemm, and Cast of the weights."""

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

import network

OPSET, IR = 13, 7  # old enough for every runtime of the last years
PRODUCER, PRODUCER_VERSION = "blobsight-training", "1"


class Graph:
    """Nodes and constants as they come. Values are called by their names."""

    def __init__(self, half):
        self.half = half
        self.nodes, self.constants, self.count = [], [], 0

    def node(self, operator, *inputs, output=None, **attributes):
        """Adds a node; returns the name of what it gives."""
        self.count += 1
        output = output or f"{operator.lower()}_{self.count}"
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def constant(self, name, values):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def weight(self, name, values):
        """A float32 value that is stored as float16 where that is asked for."""
        if not self.half:
            return self.constant(name, values)
        stored = self.constant(f"{name}_half", values.astype(np.float16))
        return self.node("Cast", stored, output=name, to=TensorProto.FLOAT)

    def layer(self, x, layer, name):
        """A folded layer; x and what is returned are names of values."""
        convolution, norm, _ = layer
        weight = self.weight(f"{name}_weight", _array(convolution.weight))
        bias = self.constant(f"{name}_bias", _array(norm.bias))
        pads = 2 * list(convolution.padding)
        x = self.node(
            "Conv", x, weight, bias, kernel_shape=convolution.kernel_size, strides=convolution.stride, pads=pads
        )
        return self.node("Relu", x)


def model(folded, side, half, name, version):
    """The ONNX model of a folded network: image float32 [1, 3, side, side] -> logits float32 [1, labels]."""
    graph = Graph(half)
    x = "image"
    for i, module in enumerate(folded.features):
        if isinstance(module, network.Layer):
            x = graph.layer(x, module, f"layer_{i}")
        else:
            inner = graph.layer(x, module.first, f"layer_{i}_first")
            x = graph.node("Add", x, graph.layer(inner, module.second, f"layer_{i}_second"))
    x = graph.node("Flatten", graph.node("GlobalAveragePool", x), axis=1)
    head = folded.head
    weight, bias = graph.weight("head_weight", _array(head.weight)), graph.constant("head_bias", _array(head.bias))
    graph.node("Gemm", x, weight, bias, output="logits", transB=1)
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, side, side])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, head.out_features])
    made = helper.make_model(
        helper.make_graph(graph.nodes, name, [image], [logits], graph.constants),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR,
        producer_name=PRODUCER,
        producer_version=PRODUCER_VERSION,
    )
    helper.set_model_props(made, {"name": name, "version": version})
    checker.check_model(made, full_check=True)
    return made


def _array(parameter):
    return parameter.detach().cpu().numpy()
