"""Writes the model card from what the other commands told.

    card.py --evaluation FOLDER --export FOLDER --run FOLDER --out FILE

--evaluation is what evaluate.py wrote, --export what export.py wrote, --run the
folder of train.py with log.jsonl and settings.json. Text that is no figure is in
card.md. Figures about photographs of full size come from bench/quality and are
given by --photographs, a JSON list of {"about", "pictures", "top1", "top5",
"family", "ece"}, in percent.
"""

import argparse
import csv
import json
import string
from pathlib import Path

import vocabulary

TEMPLATE = Path(__file__).parent / "card.md"
CURVE = 8  # lines of the log that are shown
EXTREMES = 12  # labels that are named as well known, and as hardly known
FEWEST = 20  # kept pictures of a label that is named


def table(head, rows):
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def accuracy(evaluation, photographs):
    """The table of what was right, in percent, all labels competing."""
    rows = [(f"all {evaluation['all']['pictures']:,} kept pictures", *_shares(evaluation["all"]))]
    for name, found in evaluation["sets"].items():
        rows.append((f"{name}: {found['pictures']:,}", *_shares(found)))
    rows += [(f"{found['about']}: {found['pictures']:,}", *_shares(found)) for found in photographs]
    return table(("pictures", "top-1", "top-5", "family", "calibration error"), rows)


def _shares(found):
    return [f"{found[key]:.1f} %" if key in found else "" for key in ("top1", "top5", "family", "ece")]


def alone(evaluation):
    """The table of what is right where a set's labels compete with one another only."""
    rows = []
    for name, found in evaluation["sets"].items():
        own = found["alone"]
        if own["labels"] > 5:
            rows.append((name, own["labels"], f"{own['top1']:.1f} %", f"{own['top5']:.1f} %"))
    return table(("set", "labels", "top-1", "top-5"), rows)


def data(evaluation, sources, words):
    """The table of the sets: how many pictures, for how many labels, on what terms."""
    rows = []
    for name, found in evaluation["sets"].items():
        source = sources[name]
        labels = len({label for (s, _), label in words.items() if s == name})
        link = f"[{name}]({source['source']})"
        rows.append((link, source["about"], f"{found['learned']:,}", labels, source["license"]))
    return table(("set", "what", "views learned from", "labels", "terms"), rows)


def curve(log):
    """The table of the way there: some lines of the log, evenly spread."""
    steps = max(1, len(log) - 1)
    chosen = sorted({round(i * steps / (CURVE - 1)) for i in range(CURVE)})
    rows = [
        (f"{line['progress']:.0%}", f"{line['seen']:,}", line["side"], f"{line['loss']:.2f}",
         f"{100 * line['top1']:.1f} %", f"{100 * line['top5']:.1f} %")
        for line in (log[i] for i in chosen if i < len(log))
    ]  # fmt: skip
    return table(("of the run", "pictures seen", "side", "loss", "top-1", "top-5"), rows)


def extremes(rows):
    """The labels that are known best and least, with their top-1."""
    known = sorted((float(r["top1"]), r["label"]) for r in rows if int(r["pictures"]) >= FEWEST)
    least, best = known[:EXTREMES], known[-EXTREMES:][::-1]
    return tuple(", ".join(f"{label} {top1:.0f}" for top1, label in part) for part in (best, least))


def length(settings, run):
    """How long the run was, in words."""
    if settings.get("passes"):
        return f"{settings['passes']:g} passes over the pictures, {run['seen']:,} views in {run['minutes']} minutes"
    return f"{run['minutes']} minutes, {run['seen']:,} views"


def card(evaluation, exported, settings, log, rows, sources, words, photographs):
    """The text of the card."""
    best, least = extremes(rows)
    begun = f"from the weights of {settings['initial']}" if settings.get("initial") else "from chance"
    side, labels = exported["side"], exported["labels"]
    return string.Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        name=exported["name"],
        version=exported["version"],
        labels=labels,
        side=side,
        parameters=f"{exported['parameters']:,}",
        multiply_adds=f"{exported['multiply_adds'] / 1e6:.1f}",
        megabytes=f"{exported['bytes'] / 1e6:.1f}",
        half=f"{exported['differences']['float16']:.4f}",
        temperature=evaluation["temperature"],
        accuracy=accuracy(evaluation, photographs),
        alone=alone(evaluation),
        data=data(evaluation, sources, words),
        best=best,
        least=least,
        length=length(settings, evaluation["run"]),
        begun=begun,
        after=settings.get("after", ""),
        batch=settings["batch"],
        rate=settings["rate"],
        curve=curve(log),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evaluation", type=Path, required=True, help="folder that evaluate.py wrote")
    parser.add_argument("--export", type=Path, required=True, help="folder that export.py wrote")
    parser.add_argument("--run", type=Path, required=True, help="folder that train.py wrote")
    parser.add_argument("--settings", type=Path, help="what the run was told (RUN/settings.json)")
    parser.add_argument("--photographs", type=Path, help="figures about photographs of full size")
    parser.add_argument("--out", type=Path, required=True, help="the card")
    vocabulary.arguments(parser)
    args = parser.parse_args()
    with (args.evaluation / "labels.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    text = card(
        json.loads((args.evaluation / "evaluation.json").read_text()),
        json.loads((args.export / "export.json").read_text()),
        json.loads((args.settings or args.run / "settings.json").read_text()),
        [json.loads(line) for line in (args.run / "log.jsonl").read_text().splitlines()],
        rows,
        vocabulary.sources(args.sources),
        vocabulary.read(args.vocabulary),
        json.loads(args.photographs.read_text()) if args.photographs else [],
    )
    args.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
