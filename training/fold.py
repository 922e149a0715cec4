"""Batch normalization made part of the convolutions, and weights of two bytes."""

import copy

import torch

import network

MOST = 65504  # the largest number of float16


def layers(model):
    """The convolutional layers in the order in which they run."""
    return [m for m in model.modules() if isinstance(m, network.Layer)]


def folded(model):
    """A copy that answers the same, whose normalizations do nothing but add a bias."""
    made = copy.deepcopy(model).cpu().eval()
    with torch.no_grad():
        for convolution, norm, _ in layers(made):
            scale = norm.weight.double() / (norm.running_var.double() + norm.eps).sqrt()
            convolution.weight.copy_(convolution.weight.double() * scale.view(-1, 1, 1, 1))
            norm.bias.copy_(norm.bias.double() - norm.running_mean.double() * scale)
            norm.weight.fill_(1)
            norm.running_mean.zero_()
            norm.running_var.fill_(1 - norm.eps)
    return made


def halved(model):
    """A copy of a folded network whose weights are those that float16 can hold."""
    made = copy.deepcopy(model)
    with torch.no_grad():
        for weight in [layer[0].weight for layer in layers(made)] + [made.head.weight]:
            if weight.abs().max() > MOST:
                raise ValueError(f"a weight is {weight.abs().max():.0f}; float16 ends at {MOST}")
            weight.copy_(weight.half())
    return made
