"""Which files are of which class, and which are kept."""

import tempfile
import unittest
from pathlib import Path

import layouts


class Layouts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def touch(self, *names):
        for name in names:
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()

    def test_folders_keep_one_in_eight(self):
        self.touch(*(f"dog/{i:02}.JPG" for i in range(17)), "dog/notes.txt", "cat/deeper/1.png", "other/1.png")
        found = layouts.files(self.root, "folders", ["dog", "cat"])
        self.assertEqual([p.name for p, _, kept in found if kept], ["07.JPG", "15.JPG"])
        self.assertEqual([n for _, n, _ in found], ["dog"] * 17 + ["cat"])

    def test_tiny_imagenet_keeps_its_validation(self):
        self.touch("train/n1/images/a.JPEG", "train/n2/images/b.JPEG", "val/images/v0.JPEG", "val/images/v1.JPEG")
        (self.root / "val/val_annotations.txt").write_text("v0.JPEG\tn2\t0\t0\t1\t1\nv1.JPEG\tn1\t0\t0\t1\t1\n")
        found = [(p.name, n, kept) for p, n, kept in layouts.files(self.root, "tiny-imagenet", ["n1"])]
        self.assertEqual(found, [("a.JPEG", "n1", False), ("v1.JPEG", "n1", True)])

    def test_mistakes(self):
        with self.assertRaisesRegex(FileNotFoundError, "the set lacks it"):
            layouts.files(self.root, "folders", ["dog"])
        with self.assertRaisesRegex(ValueError, 'layout "tar" is unknown'):
            layouts.files(self.root, "tar", [])


if __name__ == "__main__":
    unittest.main()
