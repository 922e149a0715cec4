"""What the labels are kinds of, from the curated files of internal/taxonomy.

docs/taxonomy.md tells how a line is read: Name < Direct Parent, … : Category, … = Other Name, …
"""

from pathlib import Path

import numpy as np

CONCEPTS = Path(__file__).parent.parent / "internal" / "taxonomy" / "concepts"
LEAST = 0.2  # a family that is less sure is not said, as the program's default is


def parents(folder=CONCEPTS):
    """Maps the name of each concept, and each other name of it, to the names of its direct parents."""
    above, others = {}, {}
    for path in sorted(Path(folder).glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                rest, _, aliases = line.partition("=")
                name, _, direct = rest.split(":")[0].partition("<")
                above[name.strip()] = _names(direct)
                others |= dict.fromkeys(_names(aliases), _names(direct))
    return others | above


def _names(text):
    return [name.strip() for name in text.split(",") if name.strip()]


def ancestors(name, above):
    """All that a concept is a kind of, the nearest first. A name that is unknown has none."""
    found = list(above.get(name, []))
    for up in found:  # grows meanwhile
        found += [p for p in above.get(up, []) if p not in found]
    return found


def families(name, above):
    """The top-most ancestors of a concept: itself where it has none."""
    return [a for a in [name, *ancestors(name, above)] if not above.get(a)]


def right_family(shares, right, labels, above):
    """Whether the surest family of each picture is one of the right label's: bool [n].

    A family is as sure as its labels are together; shares is [n, labels].
    """
    names = sorted({f for label in labels for f in families(label, above)})
    member = np.array([[f in families(label, above) for f in names] for label in labels])
    sure = shares @ member
    first = sure.argmax(1)
    return member[right, first] & (sure.max(1) >= LEAST)
