"""The folders of the sets: where the files are, what class each is of, which are kept for validation."""

from pathlib import Path

SUFFIXES = {".jpg", ".jpeg", ".png", ".bmp", ".webp"}
MOST = 1600  # files that are taken of a class
KEPT = 8  # one file in so many is kept for validation where a set has no split of its own


def files(root, layout, classes):
    """Lists (path, class, kept) of a set; kept files are for validation alone.

    Only the named classes are listed. The order is that of the names, so that it
    is the same on every machine.
    """
    if layout == "tiny-imagenet":
        return list(_tiny_imagenet(Path(root), classes))
    if layout == "folders":
        return list(_folders(Path(root), classes))
    raise ValueError(f'sources.toml: layout "{layout}" is unknown; use folders or tiny-imagenet')


def _tiny_imagenet(root, classes):
    for name in classes:
        for path in _pictures(root / "train" / name / "images"):
            yield path, name, False
    for line in (root / "val" / "val_annotations.txt").read_text().splitlines():
        file, name = line.split("\t")[:2]
        if name in classes:
            yield root / "val" / "images" / file, name, True


def _folders(root, classes):
    for name in classes:
        for i, path in enumerate(_pictures(root / name)[:MOST]):
            yield path, name, i % KEPT == KEPT - 1


def _pictures(folder):
    found = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES) if folder.is_dir() else []
    if not found:
        raise FileNotFoundError(f"{folder}: no pictures; vocabulary.tsv names this class, the set lacks it")
    return found
