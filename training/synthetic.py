"""Makes a small folder of sets to try the pipeline on: eight labels, simple shapes and textures.

    synthetic.py --out FOLDER

In --out: data, with a set of each layout, vocabulary.tsv and sources.toml.
"""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

SHAPES = ("disc", "square", "stripes", "checks")
COLORS = {"red": (210, 50, 40), "blue": (40, 80, 210)}
LABELS = [f"{color.title()} {shape.title()}" for color in COLORS for shape in SHAPES]
FOLDERS, TINY = "drawn", "drawn-small"  # the sets; each has half of the labels, and one more that both have
SOURCES = f"""[{FOLDERS}]
layout = "folders"
license = "none needed"
source = "synthetic.py"
about = "made-up pictures of 96 x 72"
draws = 64

[{TINY}]
layout = "tiny-imagenet"
license = "none needed"
source = "synthetic.py"
about = "made-up pictures of 64 x 64"
draws = 64
"""


def picture(label, size, rng):
    """One picture of a label, PIL, of (width, height); place, size and colors vary."""
    color, shape = label.lower().split()
    paint = tuple(int(v) for v in np.clip(np.array(COLORS[color]) + rng.integers(-35, 36, 3), 0, 255))
    image = Image.new("RGB", size, tuple(int(v) for v in rng.integers(90, 200, 3)))
    draw = ImageDraw.Draw(image)
    width, height = size
    if shape in ("disc", "square"):
        edge = int(min(size) * rng.uniform(0.4, 0.7))
        left, top = (int(rng.integers(0, e - edge + 1)) for e in size)
        box = (left, top, left + edge, top + edge)
        (draw.ellipse if shape == "disc" else draw.rectangle)(box, fill=paint)
    else:
        step = int(rng.integers(6, 12))
        for x in range(0, width, 2 * step):
            for y in range(0, height, step):
                shift = step if shape == "checks" and y // step % 2 else 0
                draw.rectangle((x + shift, y, x + shift + step - 1, y + step - 1), fill=paint)
    noise = rng.normal(0, 10, (height, width, 3))
    return Image.fromarray(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8))


def write(out, each=64, seed=0):
    """Writes the sets, each pictures of a label, and the two files that tell of them."""
    rng = np.random.default_rng(seed)
    words = []
    for label in LABELS[:5]:
        name = label.lower().replace(" ", "-")
        words.append((FOLDERS, name, label))
        for k in range(each):
            _save(out / "data" / FOLDERS / name / f"{k:03}.jpg", picture(label, (96, 72), rng))
    notes = []
    for i, label in enumerate(LABELS[4:]):
        name = f"n{i + 1:08}"
        words.append((TINY, name, label))
        for k in range(each):
            _save(out / "data" / TINY / "train" / name / "images" / f"{name}_{k}.jpg", picture(label, (64, 64), rng))
        for _ in range(each // 8):
            file = f"val_{len(notes)}.jpg"
            notes.append(f"{file}\t{name}\t0\t0\t63\t63\n")
            _save(out / "data" / TINY / "val" / "images" / file, picture(label, (64, 64), rng))
    (out / "data" / TINY / "val" / "val_annotations.txt").write_text("".join(notes))
    (out / "vocabulary.tsv").write_text("".join("\t".join(w) + "\n" for w in words))
    (out / "sources.toml").write_text(SOURCES)


def _save(path, image):
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, quality=92)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder for the sets")
    write(parser.parse_args().out)


if __name__ == "__main__":
    main()
