"""The whole way by the commands, from made-up pictures to the model card: it learns."""

import json
import subprocess
import sys
import tempfile
import unittest
from importlib.util import find_spec
from pathlib import Path

import answers
import export
import learning
import synthetic
import vocabulary

HERE = Path(__file__).parent.parent
PASSES = 12


class Pipeline(unittest.TestCase):
    def command(self, name, *options):
        done = subprocess.run(
            [sys.executable, HERE / f"{name}.py", *map(str, options)], capture_output=True, text=True, check=False
        )
        self.assertEqual(done.returncode, 0, f"{name}: {done.stdout}{done.stderr}")

    def test_it_learns(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        root = Path(folder.name)
        work, run, figures, made = (root / n for n in ("work", "run", "figures", "made"))
        words = ("--vocabulary", root / "vocabulary.tsv", "--sources", root / "sources.toml")
        weights = run / "checkpoint.pt"
        self.command("synthetic", "--out", root)
        self.command("prepare", "--data", root / "data", "--work", work, *words)
        self.command("train", "--work", work, "--out", run, "--passes", PASSES, "--batch", 16, "--rate", 0.05, *words)
        self.command("evaluate", "--work", work, "--checkpoint", weights, "--out", figures, *words)
        self.command("export", "--checkpoint", weights, "--out", made, "--name", "shapes", *words)
        inputs = ("--evaluation", figures, "--export", made, "--run", run)
        self.command("card", *inputs, "--out", root / "README.md", *words)
        if find_spec("matplotlib"):
            self.command("plot", "--log", run / "log.jsonl", "--out", root / "curve.png")

        told = json.loads((figures / "evaluation.json").read_text())
        self.assertGreater(told["all"]["top1"], 80, told)  # of eight labels: chance is 12.5
        self.assertIn("# shapes, version 1", (root / "README.md").read_text())
        names = [line.split(" ", 1)[1] for line in (made / "shapes.txt").read_text().splitlines()]
        self.assertEqual(sorted(names), sorted(synthetic.LABELS))

        kept = learning.Pictures(work, "kept", vocabulary.read(root / "vocabulary.tsv"), names)
        logits = export.run((made / "model.onnx").read_bytes(), answers.enlarged(kept.shown).numpy())
        self.assertAlmostEqual(100 * answers.accuracy(logits, kept.answers)[0], told["all"]["top1"], delta=3)


if __name__ == "__main__":
    unittest.main()
