"""Writes the network as the file that the program runs.

    export.py --checkpoint FILE --out FOLDER [--name NAME]

In --out: model.onnx with weights of two bytes, NAME.txt, its list of classes,
classes.json, the same with all that they are kinds of, reference_input.bin and
reference.json for tests, and export.json, which the card is written from. The
same checkpoint gives the same model.onnx, byte for byte.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch

import checkpoint
import fold
import graph
import network
import reference
import taxonomy
import vocabulary

MOST_BYTES = 4_000_000
MOST_MULTIPLY_ADDS = 100_000_000
TIGHT = 1e-3  # how far logits may be from PyTorch's with the same weights
LOOSE = 0.05  # and with weights of two bytes


def run(file, x):
    """What ONNX Runtime makes of the pictures, one at a time: float32 [n, labels]."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    return np.concatenate([session.run(["logits"], {"image": one[None]})[0] for one in x])


def checked(what, got, want, most):
    """The largest difference between logits; too large a one is an error."""
    difference = float(np.abs(got - want).max())
    if not difference <= most:
        raise ValueError(f"{what}: logits differ by {difference:.4g}, more than {most}")
    return difference


def export(model, name, version, side=network.INPUT):
    """The file, and what is told of it. The model is held to its limits and compared with PyTorch."""
    shown = reference.pictures(side)
    x = reference.tensor(shown)
    folded = fold.folded(model)
    halved = fold.halved(folded)
    with torch.no_grad():
        want, stored = model.cpu().eval()(x).numpy(), halved(x).numpy()
    plain = graph.model(folded, side, False, name, version).SerializeToString(deterministic=True)
    file = graph.model(halved, side, True, name, version).SerializeToString(deterministic=True)
    answers = run(file, x.numpy())
    weights = sum(layer[0].weight.numel() + layer[1].bias.numel() for layer in fold.layers(folded))
    told = {
        "name": name,
        "version": version,
        "bytes": len(file),
        "sha256": hashlib.sha256(file).hexdigest(),
        "side": side,
        "labels": model.head.out_features,
        "parameters": weights + sum(p.numel() for p in model.head.parameters()),
        "multiply_adds": network.multiply_adds(model, side),
        "differences": {
            "float32": checked("weights as float32", run(plain, x.numpy()), want, TIGHT),
            "float16": checked("weights as float16", answers, want, LOOSE),
            "runtime": checked("ONNX Runtime", answers, stored, TIGHT),
        },
    }
    for what, most in (("bytes", MOST_BYTES), ("multiply_adds", MOST_MULTIPLY_ADDS)):
        if told[what] > most:
            raise ValueError(f"{told[what]:,} {what.replace('_', '-')}, more than {most:,}")
    return file, told, shown, stored


def write_classes(folder, name, ids, labels, above):
    """NAME.txt, a line a class as internal/taxonomy reads it, and classes.json with all ancestors."""
    pairs = list(zip(ids, labels, strict=True))
    (folder / f"{name}.txt").write_text("".join(f"{i} {label}\n" for i, label in pairs), encoding="utf-8")
    lines = [json.dumps({"id": i, "name": n, "ancestors": taxonomy.ancestors(n, above)}) for i, n in pairs]
    (folder / "classes.json").write_text("[\n  " + ",\n  ".join(lines) + "\n]\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True, help="file that train.py wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder for the files")
    parser.add_argument("--name", default="blobsight-everyday", help="of the model (blobsight-everyday)")
    parser.add_argument("--version", default="1", help="of the model (1)")
    parser.add_argument("--concepts", type=Path, default=taxonomy.CONCEPTS, help="folder of the curated concepts")
    vocabulary.arguments(parser)
    args = parser.parse_args()
    state = checkpoint.read(args.checkpoint)
    ids = vocabulary.ids(vocabulary.read(args.vocabulary), state["labels"])
    file, told, shown, logits = export(checkpoint.model(state), args.name, args.version)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "model.onnx").write_bytes(file)
    (args.out / "export.json").write_text(json.dumps(told, indent=2) + "\n")
    write_classes(args.out, args.name, ids, state["labels"], taxonomy.parents(args.concepts))
    reference.write(args.out, shown, logits)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
