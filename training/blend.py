"""Averages the weights that training ended with and those that it went on from.

    blend.py --work FOLDER --checkpoint FILE --initial FILE.onnx --initial-labels FILE --out FILE

What a run forgot of what was known comes back, for some of what is new (Wortsman
and others, Robust fine-tuning of zero-shot models, 2022). --out is a checkpoint
for evaluate.py and export.py.
"""

import argparse
from pathlib import Path

import torch

import checkpoint
import initial
import learning
import network
import vocabulary


def blended(first, last, share, old, lift=0.0):
    """The average of two states: share of the last, the rest of the first.

    Where old[label] is False the first knew nothing of a label: it keeps the last's
    row of the head. The average suits those rows less, so that such labels would
    hardly be said; lift is added to their logits.
    """
    state = {n: torch.lerp(first[n], v, share) if v.is_floating_point() else v for n, v in last.items()}
    for name in ("head.weight", "head.bias"):
        state[name][~old] = last[name][~old]
    state["head.bias"][~old] += lift
    return state


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder that prepare.py made")
    parser.add_argument("--checkpoint", type=Path, required=True, help="file that train.py wrote")
    parser.add_argument("--initial", type=Path, required=True, help="ONNX file that the run went on from")
    parser.add_argument("--initial-labels", type=Path, required=True, help="its list of classes")
    parser.add_argument("--share", type=float, default=0.8, help="of the trained weights, from 0 to 1 (0.8)")
    parser.add_argument("--lift", type=float, default=1.0, help="added to the logits of new labels (1)")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint that is written")
    vocabulary.arguments(parser)
    args = parser.parse_args()
    state = checkpoint.read(args.checkpoint)
    pictures = learning.Pictures(args.work, "train", vocabulary.read(args.vocabulary), state["labels"])
    first = network.Network(len(state["labels"]))
    known = initial.begin(first, args.initial, args.initial_labels, pictures)
    old = torch.tensor([label in known for label in state["labels"]])
    state["network"] = blended(first.state_dict(), state["network"], args.share, old, args.lift)
    checkpoint.write(args.out, state)


if __name__ == "__main__":
    main()
