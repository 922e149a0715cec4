"""Writes golden.json: what Pillow makes of a synthetic picture.

    pip install pillow==13.0.0 && python golden.py > golden.json

The picture is computed, by the same integers in golden_test.go: a zone plate
(which turns into false patterns wherever a resizer aliases), an exclusive-or
texture and a checkerboard. Each case gives the RGB bytes of a recipe's result.
"""

import json

import PIL
from PIL import Image


def picture(w, h):
    return Image.frombytes("RGB", (w, h), bytes(
        v for y in range(h) for x in range(w)
        for v in ((x * x + y * y) // 8 % 256, (x * 3 ^ y * 5) % 256, (x // 16 + y // 16) % 2 * 255)))


def center(img, size):
    w, h = img.size
    scale = size / min(w, h)
    img = img.resize((max(size, round(w * scale)), max(size, round(h * scale))), Image.BILINEAR)
    left, top = (img.width - size) // 2, (img.height - size) // 2
    return img.crop((left, top, left + size, top + size))


def squeeze(img, size):
    return img.resize((size, size), Image.BILINEAR)


CASES = [(61, 47, 24, center), (60, 47, 24, squeeze), (150, 101, 24, center), (101, 150, 24, center),
         (17, 19, 24, center), (16, 90, 24, squeeze), (900, 640, 16, center), (1001, 799, 16, squeeze)]

print(json.dumps({
    "pillow": PIL.__version__,
    "cases": [{"width": w, "height": h, "size": size, "fit": fit.__name__,
               "rgb": fit(picture(w, h), size).tobytes().hex()} for w, h, size, fit in CASES],
}, indent=1))
