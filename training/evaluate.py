"""Tells how good a network is on the pictures that it never learned from.

    evaluate.py --work FOLDER --checkpoint FILE --out FOLDER

In --out: evaluation.json, which the model card is written from, with shares in
percent, and labels.tsv, a line for each label. The temperature is fitted on half
of the kept pictures; errors of calibration are those of the other half.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

import answers
import calibrate
import checkpoint
import learning
import taxonomy
import vocabulary


def percent(share):
    return round(100 * float(share), 2)


def figures(logits, shares, right, family, tested):
    """What is told of a group of pictures; tested are those that the temperature was not fitted on."""
    first, five = answers.accuracy(logits, right)
    return {
        "pictures": len(right),
        "top1": percent(first),
        "top5": percent(five),
        "family": percent(family.mean()),
        "ece": percent(calibrate.error(shares[tested], right[tested])),
    }


def alone(logits, right):
    """The accuracy where only the labels of these pictures compete."""
    own, places = np.unique(right, return_inverse=True)
    first, five = answers.accuracy(logits[:, own], places)
    return {"labels": len(own), "top1": percent(first), "top5": percent(five)}


def evaluate(logits, kept, above):
    """All figures of the answers [n, labels] about the kept pictures."""
    right = kept.answers
    tested = np.random.default_rng(0).permutation(len(right)) % 2 == 1
    temperature = calibrate.temperature(logits[~tested], right[~tested])
    shares = calibrate.probabilities(logits, temperature)
    family = taxonomy.right_family(shares, right, kept.labels, above)
    sets = {}
    for number, name in enumerate(kept.names):
        own = kept.sets == number
        if own.any():
            sets[name] = figures(logits[own], shares[own], right[own], family[own], tested[own])
            sets[name]["alone"] = alone(logits[own], right[own])
    return {
        "temperature": temperature,
        "cross_entropy": round(calibrate.entropy(logits[tested], right[tested], temperature), 4),
        "all": figures(logits, shares, right, family, tested),
        "sets": sets,
    }


def per_label(logits, kept):
    """A row for each label that has kept pictures: label, their number, top-1 and top-5, the commonest mistake."""
    order = np.argsort(-logits, 1, kind="stable")[:, :5]
    for i, label in enumerate(kept.labels):
        own = order[kept.answers == i]
        if not len(own):
            continue
        wrong = own[own[:, 0] != i, 0]
        mistake = kept.labels[np.bincount(wrong).argmax()] if len(wrong) else ""
        yield label, len(own), percent((own[:, 0] == i).mean()), percent((own == i).any(1).mean()), mistake


def learned(work, names):
    """How many pictures of each set are there to learn from."""
    counts = {}
    for name in names:
        with np.load(work / f"{name}-train.npz") as file:
            counts[name] = len(file["classes"])
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder that prepare.py made")
    parser.add_argument("--checkpoint", type=Path, required=True, help="file that train.py wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder for the figures")
    parser.add_argument("--concepts", type=Path, default=taxonomy.CONCEPTS, help="folder of the curated concepts")
    vocabulary.arguments(parser)
    args = parser.parse_args()
    state = checkpoint.read(args.checkpoint)
    kept = learning.Pictures(args.work, "kept", vocabulary.read(args.vocabulary), state["labels"])
    device = "cuda" if torch.cuda.is_available() else "cpu"
    logits = answers.logits(checkpoint.model(state).to(device), kept.shown, device)
    seconds, _, seen, passes, _ = state["at"]
    result = {
        "labels": len(kept.labels),
        "run": {"minutes": round(seconds / 60), "seen": seen, "passes": passes},
        **evaluate(logits, kept, taxonomy.parents(args.concepts)),
    }
    for name, count in learned(args.work, result["sets"]).items():
        result["sets"][name]["learned"] = count
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "evaluation.json").write_text(json.dumps(result, indent=2) + "\n")
    rows = [("label", "pictures", "top1", "top5", "mistaken for"), *per_label(logits, kept)]
    (args.out / "labels.tsv").write_text("".join("\t".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")
    print(json.dumps({k: result[k] for k in ("temperature", "all")}))


if __name__ == "__main__":
    main()
