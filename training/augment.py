"""Changed views of pictures, so that the network learns things and not pictures."""

import torch
from torch.nn import functional

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)
LUMA = (0.299, 0.587, 0.114)
TOGETHER = 16  # pictures that share one cut-out: resizing them one by one would take longer than learning
AREA = (0.45, 1.0)  # of the picture that is cut out
ASPECT = (0.8, 1.25)
COARSE = 0.15  # share of the groups that are seen as if they were enlarged from little
GRAY = 0.07  # share of the pictures without color


def normalized(shown):
    """Levels of 0 to 255 [n, 3, side, side] as the network takes them."""
    return (shown / 255 - _channels(MEAN, shown)) / _channels(STD, shown)


def batch(shown, side, generator):
    """A normalized batch [n, 3, side, side] of cut-outs, mirrored, in changing light.

    shown is uint8 [n, 64, 64, 3], on any device; generator is a torch.Generator on
    the CPU, so that chance is the same everywhere.
    """
    x = torch.cat([_cut(part, side, generator) for part in shown.split(TOGETHER)])
    mirrored = (torch.rand(len(x), generator=generator) < 0.5).to(x.device)
    x[mirrored] = x[mirrored].flip(3)
    return normalized(_lit(x, generator))


def _channels(values, like):
    return torch.tensor(values, device=like.device).view(1, 3, 1, 1)


def _uniform(low, high, generator, shape=()):
    return low + (high - low) * torch.rand(shape, generator=generator)


def _cut(shown, side, generator):
    full = shown.shape[1]
    scale = _uniform(*AREA, generator).sqrt().item()
    stretch = _uniform(*ASPECT, generator).sqrt().item()
    height, width = (min(full, max(full * 3 // 8, round(full * s))) for s in (scale * stretch, scale / stretch))
    top, left = (int(_uniform(0, full - e + 1, generator)) for e in (height, width))
    x = shown[:, top : top + height, left : left + width].permute(0, 3, 1, 2).float()
    if torch.rand((), generator=generator) < COARSE:
        coarse = int(_uniform(0.4, 0.8, generator) * min(height, width))
        x = _resized(x, coarse)
    return _resized(x, side)


def _resized(x, side):
    smaller = side < max(x.shape[2:])
    return functional.interpolate(x, (side, side), mode="bilinear", align_corners=False, antialias=smaller)


def _lit(x, generator):
    """Brightness, contrast and color change a little; levels stay within 0 to 255."""
    shape = (len(x), 1, 1, 1)
    light = [_uniform(1 - s, 1 + s, generator, shape) for s in (0.3, 0.2, 0.3)]
    light[2][torch.rand(shape, generator=generator) < GRAY] = 0
    brightness, contrast, color = (v.to(x.device) for v in light)
    gray = (x * _channels(LUMA, x)).sum(1, keepdim=True)
    middle = gray.mean((2, 3), keepdim=True)
    x = middle + contrast * (gray + color * (x - gray) - middle)
    return (brightness * x).clamp_(0, 255)
