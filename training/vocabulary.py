"""The words the model says, and which classes of which sets they stand for."""

import re
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
WORDS = HERE / "vocabulary.tsv"
SOURCES = HERE / "sources.toml"
WORDNET = re.compile(r"n\d{8}")


def read(path=WORDS):
    """Maps (set, class) to the label, in the order of the file. A label may have many."""
    words = {}
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) != 3 or not all(parts):
            raise ValueError(f"{path}:{number}: want SET, CLASS and LABEL with tabs between them")
        if (parts[0], parts[1]) in words:
            raise ValueError(f"{path}:{number}: {parts[1]} of {parts[0]} stands there twice")
        words[parts[0], parts[1]] = parts[2]
    return words


def labels(words):
    """The labels in the order of the network's outputs: that of their first line."""
    return list(dict.fromkeys(words.values()))


def ids(words, labels):
    """An id without spaces for each label: the WordNet id of its first class that has one, else its name."""
    found = {}
    for (_, name), label in words.items():
        if WORDNET.fullmatch(name):
            found.setdefault(label, name)
    chosen = [found.get(label) or re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-") for label in labels]
    if len(set(chosen)) < len(chosen):
        twice = sorted({i for i in chosen if chosen.count(i) > 1})
        raise ValueError(f"two labels would have the id {', '.join(twice)}; vocabulary.tsv names them too alike")
    return chosen


def sources(path=SOURCES):
    """The sets by name: layout, license, source, about, perhaps draws."""
    return tomllib.loads(Path(path).read_text(encoding="utf-8"))


def arguments(parser):
    """The options of the commands that read words and sets."""
    parser.add_argument("--vocabulary", type=Path, default=WORDS, help="labels and their classes (vocabulary.tsv)")
    parser.add_argument("--sources", type=Path, default=SOURCES, help="what the sets are (sources.toml)")
