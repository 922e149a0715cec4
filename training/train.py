"""Trains the network on the prepared pictures.

    train.py --work FOLDER --out FOLDER [--passes N | --minutes N] [--initial FILE.onnx --initial-labels FILE]

In --out: checkpoint.pt, which a second call goes on from; log.jsonl, a line for
each look at the validation pictures; settings.json, what the run was told. Runs
on a GPU where there is one.
"""

import argparse
import json
from pathlib import Path

import learning
import vocabulary
from log import Log
from run import Run


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder that prepare.py made")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint and the log")
    parser.add_argument("--passes", type=float, default=30, help="over all pictures (30)")
    parser.add_argument("--minutes", type=float, help="stop after so much time instead")
    parser.add_argument("--initial", type=Path, help="ONNX file of a network like this one, to go on from")
    parser.add_argument("--initial-labels", type=Path, help="its list of classes")
    parser.add_argument("--batch", type=int, default=128, help="pictures a step (128)")
    parser.add_argument("--rate", type=float, default=0.15, help="highest learning rate (0.15)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--log-every", type=float, default=120, help="seconds between looks at the validation (120)")
    parser.add_argument("--log-pictures", type=int, default=4000, help="of the validation that are looked at (4000)")
    vocabulary.arguments(parser)
    args = parser.parse_args()
    if args.initial and not args.initial_labels:
        parser.error("--initial needs --initial-labels, the list of its classes")
    return args


def settings(args):
    """What the model card tells of the run."""
    told = {k: getattr(args, k) for k in ("batch", "rate", "seed", "initial")}
    told["initial"] = args.initial.name if args.initial else None
    return told | ({"minutes": args.minutes} if args.minutes else {"passes": args.passes})


def main():
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    words = vocabulary.read(args.vocabulary)
    pictures = learning.Pictures(args.work, "train", words)
    kept = learning.Pictures(args.work, "kept", words, pictures.labels)
    kept.sample(args.log_pictures)
    run = Run(args, pictures, learning.draws(pictures, vocabulary.sources(args.sources)))
    (args.out / "settings.json").write_text(json.dumps(settings(args)) + "\n")
    weights = sum(p.numel() for p in run.network.parameters())
    print(f"{len(pictures)} pictures, {len(pictures.labels)} labels, {weights:,} weights, on {run.device}", flush=True)
    if run.seen:
        print(f"going on from {run.file}: {run.seconds / 60:.0f} minutes, {run.seen} pictures", flush=True)
    run.train(Log(run, kept, args.log_every))


if __name__ == "__main__":
    main()
