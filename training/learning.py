"""The prepared sets in memory: what to learn from, and what was kept for validation."""

from pathlib import Path

import numpy as np

import pictures
import vocabulary

DRAWS = 160  # pictures of a label in a pass, where sources.toml says nothing else
REPEATS = 4  # how often a picture of a small class may be drawn in a pass


class Pictures:
    """All pictures of a part ("train" or "kept") of every set that was prepared.

    labels   of the words of these sets, or those that are given
    names    of the sets
    shown    uint8 [n, 64, 64, 3]
    answers  int64 [n], indices of labels
    sets     the set of each picture, an index of names
    """

    def __init__(self, work, part, words, labels=None):
        work = Path(work)
        self.names = [s for s in dict.fromkeys(s for s, _ in words) if (work / f"{s}-{part}.npz").exists()]
        if not self.names:
            raise FileNotFoundError(f"{work}: no pictures for {part}; run prepare.py first")
        self.labels = labels or vocabulary.labels({k: v for k, v in words.items() if k[0] in self.names})
        index = {label: i for i, label in enumerate(self.labels)}
        if strange := {v for k, v in words.items() if k[0] in self.names} - set(index):
            raise ValueError(f"the network does not know {', '.join(sorted(strange))}; give the vocabulary it learned")
        files = [np.load(work / f"{name}-{part}.npz") for name in self.names]
        answers = []
        for name, file in zip(self.names, files, strict=True):
            classes = (work / f"{name}.txt").read_text(encoding="utf-8").splitlines()
            answers.append(np.array([index[words[name, c]] for c in classes])[file["classes"]])
        self.answers = np.concatenate(answers)
        self.sets = np.repeat(np.arange(len(files)), [len(a) for a in answers])
        self.shown = np.empty((len(self.answers), pictures.SIDE, pictures.SIDE, 3), np.uint8)
        for number, file in enumerate(files):  # one after the other, so that memory holds them once
            self.shown[self.sets == number] = file["pictures"]
            file.close()

    def sample(self, most):
        """Keeps no more than about so many pictures, spread evenly."""
        chosen = np.arange(0, len(self), max(1, len(self) // most))
        self.shown, self.answers, self.sets = self.shown[chosen], self.answers[chosen], self.sets[chosen]

    def __len__(self):
        return len(self.answers)


def draws(shown, sources):
    """How many pictures of each label are in a pass: as many as its largest set says. int [labels]"""
    most = np.array([sources.get(name, {}).get("draws", DRAWS) for name in shown.names])
    each = np.zeros(len(shown.labels), int)
    np.maximum.at(each, shown.answers, most[shown.sets])
    return each


def draw(answers, each, rng):
    """The order of one pass: a shuffled choice of pictures, each[label] of each label.

    Small classes are drawn up to REPEATS times a picture, so that they are not
    forgotten beside the large ones.
    """
    chosen = []
    for label in np.unique(answers):
        own = rng.permutation(np.flatnonzero(answers == label))
        chosen.append(np.resize(own, min(each[label], REPEATS * len(own))))
    return rng.permutation(np.concatenate(chosen))
