"""Writes golden.json: what two detectors see in two photographs.

    pip install pillow==13.0.0 numpy==2.4.6 onnxruntime==1.32.0
    python reference.py ../../../../shared > golden.json

The first argument is the folder with models/ and images/. golden.json holds
numbers only: of each output the values that belong to a score above KEEP (all
others count as 0), in runs [first index, value, …], and the objects that the
code below makes of the whole output, independently of the Go code:
[class, score, left, top, right, bottom] in pixels of the input.
"""

import json
import pathlib
import sys

import numpy as np
import onnxruntime
from PIL import Image

SIZE, STRIDES = 416, (8, 16, 32)
MIN_SCORE, MAX_OVERLAP, KEEP = 0.25, 0.5, 0.2
PICTURES = ["000000000009.jpg", "000000000036.jpg"]
MODELS = {  # both take BGR: the level of the padding, mean and standard deviation of levels
    "yolox": ("yolox_nano_416.onnx", 114, (0, 0, 0), (1, 1, 1)),
    "nanodet": ("nanodet_m_416.onnx", 114, (103.53, 116.28, 123.675), (57.375, 57.12, 58.395)),
}


def letterbox(img, pad):
    scale = min(SIZE / img.width, SIZE / img.height)
    size = (round(img.width * scale), round(img.height * scale))
    canvas = Image.new("RGB", (SIZE, SIZE), (pad, pad, pad))
    canvas.paste(img.resize(size, Image.BILINEAR), (0, 0))
    return canvas


def cells():
    """The column, row and stride of every cell."""
    return np.concatenate([
        np.stack([*np.meshgrid(range(SIZE // s), range(SIZE // s)), np.full((SIZE // s,) * 2, s)], 2).reshape(-1, 3)
        for s in STRIDES]).astype(float)


def yolox(outputs):
    rows, grid = outputs[0][0], cells()
    center = (rows[:, :2] + grid[:, :2]) * grid[:, 2:]
    half = np.exp(rows[:, 2:4]) * grid[:, 2:] / 2
    return np.hstack([center - half, center + half]), rows[:, 4:5] * rows[:, 5:]


def nanodet(outputs):
    grid = cells()
    scores = np.concatenate([o[0] for o in outputs[:3]])
    logits = np.concatenate([o[0] for o in outputs[3:]]).reshape(len(grid), 4, -1)
    weights = np.exp(logits - logits.max(2, keepdims=True))
    mean = (weights * np.arange(logits.shape[2])).sum(2) / weights.sum(2)
    center = (grid[:, :2] + 0.5) * grid[:, 2:]
    return np.hstack([center - mean[:, :2] * grid[:, 2:], center + mean[:, 2:] * grid[:, 2:]]), scores


def overlap(a, b):
    """Intersection over union of each of a with each of b."""
    side = np.minimum(a[:, None, 2:], b[None, :, 2:]) - np.maximum(a[:, None, :2], b[None, :, :2])
    shared = np.clip(side, 0, None).prod(2)
    areas = [(x[:, 2:] - x[:, :2]).prod(1) for x in (a, b)]
    return shared / (areas[0][:, None] + areas[1][None] - shared)


def objects(boxes, scores):
    found, boxes = [], np.clip(boxes, 0, SIZE)
    for c in np.flatnonzero(scores.max(0) >= MIN_SCORE):
        left = np.flatnonzero(scores[:, c] >= MIN_SCORE)
        while len(left):
            best = left[scores[left, c].argmax()]
            found.append([int(c), round(float(scores[best, c]), 6), *(round(float(v), 4) for v in boxes[best])])
            left = left[(overlap(boxes[best:best + 1], boxes[left])[0] <= MAX_OVERLAP) & (left != best)]
    return sorted(found, key=lambda o: -o[1])


def runs(output, wanted):
    """The wanted values of an output, those side by side together."""
    flat, out, last = output.ravel(), [], None
    for i in np.flatnonzero(wanted.ravel()):
        if i - 1 != last:
            out.append([int(i)])
        out[-1].append(float(f"{flat[i]:.5g}"))
        last = i
    return {"size": flat.size, "runs": out}


def kept(head, outputs, scores):
    sure = scores > KEEP
    if head == "yolox":
        row = np.repeat(sure.any(1, keepdims=True), 5, 1)
        return [runs(outputs[0], np.hstack([row, sure]))]
    parts = np.split(sure, np.cumsum([o.shape[1] for o in outputs[:3]])[:-1])
    rows = [np.repeat(p.any(1, keepdims=True), o.shape[2], 1) for p, o in zip(parts, outputs[3:])]
    return [runs(o, w) for o, w in zip(outputs, parts + rows)]


def main(shared):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = 1, 3
    cases = []
    for head, (model, pad, mean, std) in MODELS.items():
        session = onnxruntime.InferenceSession(shared / "models" / model, options, providers=["CPUExecutionProvider"])
        for name in PICTURES:
            img = letterbox(Image.open(shared / "images" / "coco" / name).convert("RGB"), pad)
            levels = np.asarray(img, np.float32)[:, :, ::-1]
            tensor = ((levels - np.float32(mean)) / np.float32(std)).transpose(2, 0, 1)[None]
            outputs = session.run(None, {session.get_inputs()[0].name: np.ascontiguousarray(tensor)})
            boxes, scores = {"yolox": yolox, "nanodet": nanodet}[head](outputs)
            cases.append({"head": head, "picture": name, "min_score": MIN_SCORE, "max_overlap": MAX_OVERLAP,
                          "outputs": kept(head, outputs, scores), "objects": objects(boxes, scores)})
    print("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]")


main(pathlib.Path(sys.argv[1]))
