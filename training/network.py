"""The network: plain 3x3 convolutions with residual blocks, which run fast everywhere."""

import torch
from torch import nn

INPUT = 80  # pixels a side of what the program shows the network
WIDTHS = (32, 56, 112, 224)  # channels of each stage; each halves the picture's sides
DEPTHS = (0, 1, 1, 1)  # residual blocks of each stage


class Layer(nn.Sequential):
    """Convolution, batch normalization, and a rectifier."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
        )


class Block(nn.Module):
    """Two layers whose result is added to what came in. A new one changes nothing yet."""

    def __init__(self, channels):
        super().__init__()
        self.first, self.second = Layer(channels, channels), Layer(channels, channels)
        nn.init.zeros_(self.second[1].weight)

    def forward(self, x):
        return x + self.second(self.first(x))


class Network(nn.Module):
    """Logits [n, classes] of normalized pictures [n, 3, side, side], of any side."""

    def __init__(self, classes, widths=WIDTHS, depths=DEPTHS):
        super().__init__()
        layers, inputs = [], 3
        for width, depth in zip(widths, depths, strict=True):
            layers += [Layer(inputs, width, stride=2)] + [Block(width) for _ in range(depth)]
            inputs = width
        self.features = nn.Sequential(*layers)
        self.head = nn.Linear(inputs, classes)

    def forward(self, x):
        return self.head(self.features(x).mean((2, 3)))


def multiply_adds(network, side=INPUT):
    """Of one picture, counted from the layers' sizes."""
    count = 0

    def add(layer, _, output):
        nonlocal count
        count += layer.weight.numel() * output[0].numel() // output.shape[1]

    hooks = [m.register_forward_hook(add) for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    training = network.training
    with torch.no_grad():
        network.eval()(torch.zeros(1, 3, side, side))
    network.train(training)
    for hook in hooks:
        hook.remove()
    return count
