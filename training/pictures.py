"""Pictures as the network learns from them: upright squares of 64 x 64 levels."""

import numpy as np
from PIL import Image, ImageOps

SIDE = 64  # pixels; the network learns from cut-outs of these


def read(path):
    """The picture of a file, upright and in RGB."""
    with Image.open(path) as file:
        file.draft("RGB", (4 * SIDE, 4 * SIDE))  # a large JPEG is decoded no larger than needed
        return ImageOps.exif_transpose(file).convert("RGB")


def centered(image, side=SIDE):
    """The middle square of a picture: uint8 [side, side, 3].

    This is the recipe that the program uses: the shorter side is scaled, with
    antialiasing, and the middle cut out.
    """
    scale = side / min(image.size)
    size = [max(side, round(edge * scale)) for edge in image.size]
    image = image.resize(size, Image.BILINEAR)
    left, top = (size[0] - side) // 2, (size[1] - side) // 2
    return np.asarray(image.crop((left, top, left + side, top + side)))


def squeezed(image, side=SIDE):
    """The whole picture, whatever its shape: uint8 [side, side, 3]."""
    return np.asarray(image.resize((side, side), Image.BILINEAR))


def views(image):
    """What training is shown of a picture: its middle, and all of it if that differs much."""
    longer, shorter = max(image.size), min(image.size)
    if longer < 1.15 * shorter:
        return [centered(image)]
    return [centered(image), squeezed(image)]
