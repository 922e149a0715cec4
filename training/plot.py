"""Draws the loss and the accuracy over the pictures seen.

    plot.py --log FILE --out FILE.png

Needs matplotlib, which nothing else here does.
"""

import argparse
import json
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--log", type=Path, required=True, help="log.jsonl of train.py")
    parser.add_argument("--out", type=Path, required=True, help="the picture")
    args = parser.parse_args()
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise SystemExit("plot.py needs matplotlib: pip install matplotlib") from None
    lines = [json.loads(line) for line in args.log.read_text().splitlines()]
    seen = [line["seen"] / 1e6 for line in lines]
    figure = Figure(figsize=(8, 6), layout="constrained")
    above, below = figure.subplots(2, sharex=True)
    above.plot(seen, [line["loss"] for line in lines])
    above.set_ylabel("loss of the pictures learned from")
    for key, name in (("top5", "among the first five"), ("top1", "first")):
        below.plot(seen, [100 * line[key] for line in lines], label=name)
    below.set(xlabel="pictures seen (million)", ylabel="kept pictures that are right (%)", ylim=(0, 100))
    below.legend()
    for axes in (above, below):
        axes.grid(alpha=0.3)
    figure.savefig(args.out, dpi=120, metadata={"Software": None})


if __name__ == "__main__":
    main()
