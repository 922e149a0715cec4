"""The words the model says, and which classes of which sets they stand for."""

import tomllib
from pathlib import Path

HERE = Path(__file__).parent


def read(path=HERE / "vocabulary.tsv"):
    """Maps (set, class) to the label, in the order of the file. A label may have many."""
    words = {}
    for number, line in enumerate(Path(path).read_text().splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) != 3:
            raise ValueError(f"{path}:{number}: want SET, CLASS and LABEL with tabs between them")
        if (parts[0], parts[1]) in words:
            raise ValueError(f"{path}:{number}: {parts[1]} of {parts[0]} stands there twice")
        words[parts[0], parts[1]] = parts[2]
    return words


def labels(words):
    """The labels in the order of the network's outputs: that of their first line."""
    return list(dict.fromkeys(words.values()))


def sources(path=HERE / "sources.toml"):
    """The sets by name: layout, license, source, about."""
    return tomllib.loads(Path(path).read_text())
