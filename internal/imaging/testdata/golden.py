"""Writes golden.json: what Pillow makes of a synthetic picture.

    pip install pillow==13.0.0 && python golden.py > golden.json

The picture is computed, by the same integers in golden_test.go: a zone plate
(which turns into false patterns wherever a resizer aliases), an exclusive-or
texture and a checkerboard. Each case gives the RGB bytes of a recipe's result.
"""

import base64
import json

import PIL
from PIL import Image


def picture(w, h):
    return Image.frombytes("RGB", (w, h), bytes(
        v for y in range(h) for x in range(w)
        for v in ((x * x + y * y) // 8 % 256, (x * 3 ^ y * 5) % 256, (x // 16 + y // 16) % 2 * 255)))


def resize(img, size, recipe):
    return img.resize(size, {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "lanczos": Image.LANCZOS}[
        recipe.get("filter", "bilinear")])


def center(img, recipe):
    """Covers the input, as the embedded model was trained, or scales the shorter side, as torchvision does."""
    w, h = img.size
    width, height, shorter = recipe["width"], recipe["height"], recipe.get("shorter", 0)
    if shorter:
        size = (shorter, int(shorter * h / w)) if w <= h else (int(shorter * w / h), shorter)
        img = resize(img, size, recipe)
        left, top = round((img.width - width) / 2), round((img.height - height) / 2)
    else:
        scale = max(width / w, height / h)
        img = resize(img, (max(width, round(w * scale)), max(height, round(h * scale))), recipe)
        left, top = (img.width - width) // 2, (img.height - height) // 2
    return img.crop((left, top, left + width, top + height))


def squeeze(img, recipe):
    return resize(img, (recipe["width"], recipe["height"]), recipe)


def letterbox(img, recipe):
    """Fits into the input; the side that does not reach is cut to whole pixels."""
    (w, h), width, height = img.size, recipe["width"], recipe["height"]
    size = (max(1, w * height // h), height) if width * h > height * w else (width, max(1, h * width // w))
    pad = recipe.get("pad", 0)
    out = Image.new("RGB", (width, height), (pad, pad, pad))
    at = ((width - size[0]) // 2, (height - size[1]) // 2) if recipe.get("anchor") == "center" else (0, 0)
    out.paste(resize(img, size, recipe), at)
    return out


FITS = {"center": center, "squeeze": squeeze, "letterbox": letterbox}

CASES = [
    # scaled in one go
    (61, 47, dict(fit="center", width=24, height=24)),
    (60, 47, dict(fit="squeeze", width=24, height=24)),
    (150, 101, dict(fit="center", width=24, height=24)),
    (101, 150, dict(fit="center", width=24, height=24)),
    (17, 19, dict(fit="center", width=24, height=24)),
    (16, 90, dict(fit="squeeze", width=24, height=24)),
    (101, 75, dict(fit="center", width=20, height=12)),
    (101, 75, dict(fit="center", width=10, height=20)),
    (101, 75, dict(fit="center", width=17, height=16, shorter=22)),
    (75, 101, dict(fit="center", width=17, height=16, shorter=21)),
    (75, 75, dict(fit="center", width=15, height=16, shorter=19, filter="bicubic")),
    (101, 75, dict(fit="letterbox", width=20, height=20, pad=114)),
    (75, 101, dict(fit="letterbox", width=20, height=20, pad=114, anchor="center")),
    (75, 101, dict(fit="letterbox", width=24, height=15, filter="lanczos")),
    (101, 75, dict(fit="squeeze", width=16, height=20, filter="bicubic")),
    (101, 75, dict(fit="squeeze", width=20, height=16, filter="lanczos")),
    (13, 9, dict(fit="center", width=20, height=16, filter="bicubic")),
    (13, 9, dict(fit="center", width=20, height=16, filter="lanczos")),
    # averaged in blocks first
    (900, 640, dict(fit="center", width=16, height=16)),
    (1001, 799, dict(fit="squeeze", width=16, height=16)),
    (803, 911, dict(fit="center", width=16, height=12, shorter=20)),
    (1203, 902, dict(fit="letterbox", width=20, height=16, pad=114, anchor="center")),
    (1001, 799, dict(fit="squeeze", width=16, height=16, filter="bicubic")),
    (1203, 902, dict(fit="center", width=16, height=16, filter="bicubic")),
    (1001, 799, dict(fit="squeeze", width=16, height=16, filter="lanczos")),
    (1203, 902, dict(fit="center", width=16, height=16, filter="lanczos")),
]

lines = [json.dumps({"width": w, "height": h, "recipe": recipe,
                     "rgb": base64.b64encode(FITS[recipe["fit"]](picture(w, h), recipe).tobytes()).decode()})
         for w, h, recipe in CASES]
print('{"pillow": "%s", "cases": [\n%s\n]}' % (PIL.__version__, ",\n".join(lines)))
