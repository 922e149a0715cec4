"""Weights to go on from: those of a network that export.py wrote."""

import numpy as np
import onnx
import torch
from onnx import numpy_helper

import augment
import network

SEEN = 512  # pictures that normalization is taken apart with


def begin(model, file, list_of_classes, pictures):
    """Gives model, which has the labels of the pictures, the weights of a file; returns the file's labels."""
    known = [line.split(" ", 1)[1] for line in list_of_classes.read_text(encoding="utf-8").splitlines()]
    shown = pictures.shown[:: max(1, len(pictures) // SEEN)]
    x = augment.normalized(torch.from_numpy(shown).permute(0, 3, 1, 2).float())
    load(model, file, pictures.labels, known, x)
    return known


def load(model, file, labels, file_labels, shown):
    """Fills model with the weights of an ONNX file of the same layers.

    In the file, batch normalization is part of the convolutions. Here it is taken
    apart again: with the statistics of the normalized pictures shown [n, 3, side,
    side], the network answers as the file's does. Blocks that the file lacks stay
    without effect; labels that it lacks start anew.
    """
    graph = onnx.load(file).graph
    tensors = _tensors(graph)
    convolutions = [n for n in graph.node if n.op_type == "Conv"]
    pairs = iter([(tensors[n.input[1]], tensors[n.input[2]]) for n in convolutions])
    blocks = _per_stage(graph)
    stage = -1
    x = shown
    with torch.no_grad():
        for module in model.features:
            if isinstance(module, network.Layer):
                stage += 1
                x = _split(module, next(pairs), x)
            elif blocks[stage] > 0:
                blocks[stage] -= 1
                first = _split(module.first, next(pairs), x)
                x = x + _split(module.second, next(pairs), first)
        last = next(n for n in graph.node if n.op_type == "Gemm")
        _head(model.head, tensors[last.input[1]], tensors[last.input[2]], labels, file_labels)


def _tensors(graph):
    """The constants by name, float32; weights of two bytes have the name that they are cast to."""
    tensors = {t.name: np.asarray(numpy_helper.to_array(t), np.float32) for t in graph.initializer}
    for node in graph.node:
        if node.op_type == "Cast" and node.input[0] in tensors:
            tensors[node.output[0]] = tensors[node.input[0]]
    return tensors


def _head(head, weight, bias, labels, file_labels):
    """The rows of the labels that the file knows; the others are unlikely at first."""
    for i, label in enumerate(labels):
        if label in file_labels:
            j = file_labels.index(label)
            head.weight[i], head.bias[i] = torch.tensor(weight[j]), float(bias[j])
        else:
            head.weight[i] *= 0.1
            head.bias[i] = float(np.mean(bias)) - 2


def _per_stage(graph):
    """The number of residual blocks after each convolution that halves the picture."""
    counts = []
    for node in graph.node:
        if node.op_type == "Conv" and list(_attribute(node, "strides", (1, 1))) == [2, 2]:
            counts.append(0)
        elif node.op_type == "Add":
            counts[-1] += 1
    return counts


def _attribute(node, name, default):
    return next((a.ints for a in node.attribute if a.name == name), default)


def _split(layer, pair, x):
    """Sets a layer to the folded weights and bias; returns what it makes of x."""
    convolution, norm, rectifier = layer
    weight, bias = (torch.tensor(p) for p in pair)
    if convolution.weight.shape != weight.shape:
        raise ValueError(f"weights {tuple(weight.shape)}, the network has {tuple(convolution.weight.shape)}")
    convolution.weight.copy_(weight)
    y = convolution(x)
    mean, deviation = y.mean((0, 2, 3)), y.std((0, 2, 3)).clamp_min(1e-3)
    convolution.weight.div_(deviation.view(-1, 1, 1, 1))
    norm.weight.copy_(deviation)
    norm.bias.copy_(bias + mean)
    norm.running_mean.copy_(mean / deviation)
    norm.running_var.fill_(1)
    return rectifier(y + bias.view(1, -1, 1, 1))
