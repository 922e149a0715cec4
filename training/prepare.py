"""Reads the sets of pictures once and keeps what the network sees of them.

    prepare.py --data FOLDER --work FOLDER

For each set: SET-train.npz and SET-kept.npz with
    pictures  uint8 [n, 64, 64, 3]
    classes   int64 [n], in the order of SET.txt
"""

import argparse
import sys
import warnings
from multiprocessing import Pool
from pathlib import Path

import numpy as np

import layouts
import pictures
import vocabulary


def training_views(path):
    return _or_none(path, pictures.views)


def recipe_view(path):
    return _or_none(path, lambda image: [pictures.centered(image)])


def _or_none(path, take):
    try:
        return take(pictures.read(path))
    except OSError as error:  # told and left out: no set is without a broken file
        print(f"{path}: {error}", file=sys.stderr)
        return []


def collect(pool, listed, order, take):
    """The views of the listed files, uint8 [n, 64, 64, 3], and the index of each one's class."""
    found, classes = [], []
    for (_, name, _), views in zip(listed, pool.imap(take, [p for p, _, _ in listed], chunksize=64), strict=True):
        found += views
        classes += [order.index(name)] * len(views)
    shown = np.stack(found) if found else np.empty((0, pictures.SIDE, pictures.SIDE, 3), np.uint8)
    return shown, np.array(classes, dtype=np.int64)


def prepare(pool, name, source, classes, data, work):
    """Writes the files of one set."""
    listed = layouts.files(data / name, source["layout"], classes)
    for part, kept, take in (("train", False, training_views), ("kept", True, recipe_view)):
        x, y = collect(pool, [f for f in listed if f[2] == kept], classes, take)
        np.savez(work / f"{name}-{part}.npz", pictures=x, classes=y)
        print(f"{name}: {len(x)} pictures, {part}", flush=True)
    (work / f"{name}.txt").write_text("\n".join(classes) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with one folder for each set")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is made")
    parser.add_argument("--only", help="only this set")
    vocabulary.arguments(parser)
    args = parser.parse_args()
    warnings.filterwarnings("ignore", category=UserWarning, module="PIL")  # odd metadata is no news
    args.work.mkdir(parents=True, exist_ok=True)
    words, done = vocabulary.read(args.vocabulary), 0
    with Pool() as pool:
        for name, source in vocabulary.sources(args.sources).items():
            if args.only and name != args.only:
                continue
            if not (args.data / name).is_dir():
                print(f"{name}: not in {args.data}, left out; it is at {source['source']}")
                continue
            classes = [c for s, c in words if s == name]
            if not classes:
                sys.exit(f"{args.vocabulary}: names no class of {name}, which {args.sources} has")
            prepare(pool, name, source, classes, args.data, args.work)
            done += 1
    if not done:
        sys.exit(f"{args.data}: none of the sets is there; {args.sources} names them")


if __name__ == "__main__":
    main()
