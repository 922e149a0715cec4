"""Words, labels and ids."""

import tempfile
import unittest
from pathlib import Path

import vocabulary


class Vocabulary(unittest.TestCase):
    def words(self, text):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "words.tsv"
            path.write_text(text)
            return vocabulary.read(path)

    def test_labels_are_in_the_order_of_their_first_line(self):
        words = self.words("# comment\n\na\tn00000002\tDog\nb\tcat\tCat\nb\thound\tDog\n")
        self.assertEqual(vocabulary.labels(words), ["Dog", "Cat"])
        self.assertEqual(words["b", "hound"], "Dog")

    def test_mistakes_name_their_line(self):
        for text, want in (("a\tdog\n", ":1: want SET"), ("a\tb\tC\na\tb\tD\n", ":2: b of a stands there twice")):
            with self.assertRaisesRegex(ValueError, want):
                self.words(text)

    def test_ids_are_those_of_wordnet_or_made_of_the_name(self):
        words = {("a", "dog"): "Dog", ("b", "n00000002"): "Dog", ("b", "tv"): "TV & Radio"}
        self.assertEqual(vocabulary.ids(words, ["TV & Radio", "Dog"]), ["tv-radio", "n00000002"])
        with self.assertRaisesRegex(ValueError, "tv-radio"):
            vocabulary.ids({}, ["TV & Radio", "TV Radio"])

    def test_the_files_of_the_project_fit_together(self):
        words, sources = vocabulary.read(), vocabulary.sources()
        self.assertEqual({s for s, _ in words}, set(sources))
        ids = vocabulary.ids(words, vocabulary.labels(words))
        self.assertGreaterEqual(len(ids), 280)
        for name, source in sources.items():
            self.assertLessEqual({"layout", "license", "source", "about"}, set(source), name)


if __name__ == "__main__":
    unittest.main()
