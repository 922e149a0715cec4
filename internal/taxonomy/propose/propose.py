#!/usr/bin/env python3
"""Proposes concepts for classes that the taxonomy does not have yet.

    propose.py WORDNET CLASSES

WORDNET is the folder of WordNet 3.0's data.noun; CLASSES a list of WordNet
noun ids (n01440764), one a line; what follows the id is ignored. It prints
lines for a list of classes, and drafts of lines for the files of concepts/:
the name is WordNet's first word for the class, the parents are the nearest
everyday concepts above it. Nothing is written: the files, edited by hand, are
what counts, and a class that is in one of the lists already is left as it is.

What is an everyday concept is in everyday.txt (WordNet id and concept) and in
the lists of classes.
"""

import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
SMALL = {"of", "and", "the"}


def load_wordnet(folder):
    """Gives the words and the ids directly above for each noun id."""
    words, above = {}, {}
    for line in open(pathlib.Path(folder) / "data.noun", encoding="latin-1"):
        if line.startswith(" "):
            continue  # the license
        f = line.split(" | ")[0].split()
        count = int(f[3], 16)
        wnid = "n" + f[0]
        words[wnid] = [f[4 + 2 * i].replace("_", " ") for i in range(count)]
        pointers = f[5 + 2 * count :]
        above[wnid] = ["n" + pointers[i + 1] for i in range(0, len(pointers) - 3, 4) if pointers[i] in ("@", "@i")]
    return words, above


def load_classes(path):
    """Gives id and name of each line; the name may be missing."""
    lines = (line.strip() for line in open(path, encoding="utf-8"))
    parts = (re.split(r"\s+", line, maxsplit=1) for line in lines if line and not line.startswith("#"))
    return [(p[0], p[1] if len(p) > 1 else "") for p in parts]


def load_concepts():
    """Gives the concept for each name and other name in the curated files."""
    called = {}
    for path in sorted((HERE.parent / "concepts").glob("*.txt")):
        for line in open(path, encoding="utf-8"):
            if not line.strip() or line.startswith("#"):
                continue
            name = re.split(r"[<:=]", line)[0].strip()
            called[name.lower()] = name
            for alias in line.partition("=")[2].split(","):
                if alias.strip():
                    called.setdefault(alias.strip().lower(), name)
    return called


def title(words):
    """Writes words of WordNet as a name: "tiger cat" as "Tiger Cat"."""
    return " ".join(w if w in SMALL else "-".join(p[:1].upper() + p[1:] for p in w.split("-")) for w in words.split())


def parents(wnid, above, everyday):
    """Finds the nearest everyday concepts above, each way up."""
    found = []
    for up in above.get(wnid, []):
        names = [everyday[up]] if up in everyday else parents(up, above, everyday)
        found += [n for n in names if n not in found]
    return found


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    words, above = load_wordnet(sys.argv[1])
    everyday = dict(load_classes(HERE / "everyday.txt"))
    for path in sorted((HERE.parent / "classes").glob("*.txt")):
        everyday.update(c for c in load_classes(path) if c[0] in words)
    called = load_concepts()
    classes, concepts = [], []
    for wnid, _ in load_classes(sys.argv[2]):
        if wnid not in words:
            sys.exit(f"{wnid} is no noun of WordNet 3.0")
        if wnid in everyday:
            classes.append(f"{wnid} {everyday[wnid]}")
            continue
        name = title(words[wnid][0])
        classes.append(f"{wnid} {called.get(name.lower(), name)}")
        if name.lower() in called:
            concepts.append(f"# {wnid}: there is {called[name.lower()]} already; check that it is the same")
            continue
        line = name
        if up := parents(wnid, above, everyday):
            line += " < " + ", ".join(up)
        if aliases := sorted(a for a in map(title, words[wnid][1:]) if a.lower() not in called):
            line += " = " + ", ".join(aliases)
        concepts.append(line)
    print("# For the list of classes:", *classes, "", "# For concepts/, to be edited by hand:", *concepts, sep="\n")


if __name__ == "__main__":
    main()
