"""Classifies a folder of pictures with Pillow and ONNX Runtime, as a second
opinion on what the Go program answers for the same model file.

    pip install -r requirements.txt
    python reference.py model.json ../shared/images/imagenet > answers.jsonl

A line for each picture, sorted by name: {"file": …, "top": [[class index,
probability] × 5]}, with --logits also "logits" (or whatever the model gives).
Folders are searched through; what Pillow cannot read is named on the standard
error output, and the exit status is 1 then.

The model is described as JSON. Defaults in brackets:

    onnx         the file, relative to the description
    width, height   of the input in pixels [224]
    fit          "center": scaled until the shorter side has `shorter` pixels, then the center is cut out [default]
                 "squeeze": scaled to the input's size
                 "letterbox": scaled to fit in, the rest filled with `pad`
    shorter      [0: just as large as needed]
    filter       "bilinear" [default], "bicubic", "lanczos", "nearest"
    pad          level from 0 to 255 [0]
    anchor       of the letterbox: "top-left" [default], "center"
    channels     "rgb" [default], "bgr"
    layout       "nchw" [default], "nhwc"
    range        what white is before mean and std: 1 [default] or 255
    mean, std    a number for each channel, in the order of channels [0 and 1]
    activation   "softmax" [default], "sigmoid", "none": what turns outputs into probabilities
    temperature  that outputs are divided by first [1]
    input, output   names [the first of each]
"""

import argparse
import json
import pathlib
import sys

import numpy as np
import onnxruntime
from PIL import Image, ImageOps

FILTERS = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "lanczos": Image.LANCZOS, "nearest": Image.NEAREST}
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"}


def upright(path):
    """The picture as a person sees it: turned upright, RGB, on white."""
    img = ImageOps.exif_transpose(Image.open(path))
    if img.mode in ("RGBA", "LA", "PA") or "transparency" in img.info:
        img = img.convert("RGBA")
        img = Image.alpha_composite(Image.new("RGBA", img.size, "white"), img)
    return img.convert("RGB")


def center(img, m, size, resample):
    """As torchvision's Resize and CenterCrop do: the longer side is cut down
    to whole pixels, the margin is rounded (halves to even)."""
    shorter = m.get("shorter") or None
    w, h = img.size
    if shorter:
        scaled = (shorter, int(shorter * h / w)) if w <= h else (int(shorter * w / h), shorter)
    else:
        scale = max(size[0] / w, size[1] / h)
        scaled = (max(size[0], round(w * scale)), max(size[1], round(h * scale)))
    img = img.resize(scaled, resample)
    left, top = round((img.width - size[0]) / 2), round((img.height - size[1]) / 2)
    return img.crop((left, top, left + size[0], top + size[1]))


def squeeze(img, m, size, resample):
    return img.resize(size, resample)


def letterbox(img, m, size, resample):
    scale = min(size[0] / img.width, size[1] / img.height)
    img = img.resize((max(1, round(img.width * scale)), max(1, round(img.height * scale))), resample)
    canvas = Image.new("RGB", size, (m.get("pad", 0),) * 3)
    middle = ((size[0] - img.width) // 2, (size[1] - img.height) // 2)
    canvas.paste(img, middle if m.get("anchor") == "center" else (0, 0))
    return canvas


def tensor(img, m):
    size = (m.get("width", 224), m.get("height", 224))
    fit = {"center": center, "squeeze": squeeze, "letterbox": letterbox}[m.get("fit", "center")]
    values = np.asarray(fit(img, m, size, FILTERS[m.get("filter", "bilinear")]), np.float32)
    if m.get("channels", "rgb") == "bgr":
        values = values[:, :, ::-1]
    values = values * np.float32(m.get("range", 1) / 255)
    values = (values - np.float32(m.get("mean", 0))) / np.float32(m.get("std", 1))
    if m.get("layout", "nchw") == "nchw":
        values = values.transpose(2, 0, 1)
    return np.ascontiguousarray(values[None], np.float32)


def probabilities(outputs, m):
    x, kind = outputs.astype(np.float64) / m.get("temperature", 1), m.get("activation", "softmax")
    if kind == "softmax":
        x = np.exp(x - x.max())
        return x / x.sum()
    return {"sigmoid": lambda: 1 / (1 + np.exp(-x)), "none": lambda: x}[kind]()


def load(path, m):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Without it, int8 products of processors that lack VNNI overflow 16 bits and are cut off, silently.
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(path.parent / m["onnx"], options, providers=["CPUExecutionProvider"])


def main():
    parser = argparse.ArgumentParser(description="second opinion of a classifier, by Pillow and ONNX Runtime")
    parser.add_argument("model", type=pathlib.Path, help="description, JSON")
    parser.add_argument("pictures", type=pathlib.Path, help="folder")
    parser.add_argument("--logits", action="store_true", help="print all outputs too")
    args = parser.parse_args()
    m = json.loads(args.model.read_text())
    session, failed = load(args.model, m), False
    name, output = m.get("input") or session.get_inputs()[0].name, m.get("output") or session.get_outputs()[0].name
    for path in sorted(p for p in args.pictures.rglob("*") if p.suffix.lower() in SUFFIXES):
        try:
            img = upright(path)
        except Exception as err:
            print(f"{path}: {err}", file=sys.stderr)
            failed = True
            continue
        outputs = session.run([output], {name: tensor(img, m)})[0].ravel()
        p = probabilities(outputs, m)
        best = np.argsort(-p, kind="stable")[:5]
        line = {"file": path.relative_to(args.pictures).as_posix(), "top": [[int(i), round(float(p[i]), 6)] for i in best]}
        if args.logits:
            line["logits"] = [round(float(v), 5) for v in outputs]
        print(json.dumps(line))
    return int(failed)


sys.exit(main())
