"""The prepared sets in memory: what to learn from, and what was kept for validation."""

from pathlib import Path

import numpy as np

import vocabulary

DRAWS = 250  # pictures of a label in a pass, where sources.toml says nothing else
REPEATS = 4  # how often a picture of a small class may be drawn in a pass


class Pictures:
    """All pictures of a part ("train" or "kept") of every set that was prepared.

    shown    uint8 [n, 64, 64, 3]
    answers  int64 [n], indices of labels
    sets     the set of each picture, an index of names
    """

    def __init__(self, work, part, words=None):
        words = words or vocabulary.read()
        self.labels = vocabulary.labels(words)
        self.names = [s for s in dict.fromkeys(s for s, _ in words) if (Path(work) / f"{s}-{part}.npz").exists()]
        if not self.names:
            raise FileNotFoundError(f"{work}: no pictures for {part}; run prepare.py first")
        shown, answers, sets = [], [], []
        for number, name in enumerate(self.names):
            file = np.load(Path(work) / f"{name}-{part}.npz")
            classes = (Path(work) / f"{name}.txt").read_text().split("\n")[:-1]
            indices = np.array([self.labels.index(words[name, c]) for c in classes])
            shown.append(file["pictures"])
            answers.append(indices[file["classes"]])
            sets.append(np.full(len(answers[-1]), number))
        self.shown, self.answers, self.sets = (np.concatenate(a) for a in (shown, answers, sets))
        self.draws = self._draws()

    def _draws(self):
        """How many pictures of each label are in a pass: as many as its largest set says."""
        told = vocabulary.sources()
        most = np.array([told.get(name, {}).get("draws", DRAWS) for name in self.names])
        draws = np.zeros(len(self.labels), int)
        np.maximum.at(draws, self.answers, most[self.sets])
        return draws

    def sample(self, most):
        """Keeps no more than so many pictures, spread evenly."""
        chosen = np.arange(0, len(self), max(1, len(self) // most))
        self.shown, self.answers, self.sets = self.shown[chosen], self.answers[chosen], self.sets[chosen]

    def __len__(self):
        return len(self.answers)


def draw(answers, draws, rng):
    """The order of one pass: a shuffled choice of pictures, draws[label] of each label.

    Small classes are drawn up to REPEATS times a picture, so that they are not
    forgotten beside the large ones.
    """
    chosen = []
    for label in np.unique(answers):
        own = rng.permutation(np.flatnonzero(answers == label))
        chosen.append(np.resize(own, min(draws[label], REPEATS * len(own))))
    return rng.permutation(np.concatenate(chosen))
