"""Accuracy, calibration and families."""

import tempfile
import unittest
from pathlib import Path

import numpy as np

import answers
import calibrate
import taxonomy

CONCEPTS = """# comment
Animal : Animals and Pets
Pet < Animal
Dog < Animal, Pet = Hound
Cat < Pet : Animals and Pets = Puss
Car < Vehicle
Vehicle : Transport
"""


class Figures(unittest.TestCase):
    def test_accuracy(self):
        logits = np.array([[3, 2, 1], [1, 2, 3], [3, 2, 1]])
        self.assertEqual(answers.accuracy(logits, np.array([0, 0, 1]), among=2), (1 / 3, 2 / 3))

    def test_the_temperature_is_found_again(self):
        rng = np.random.default_rng(0)
        logits = rng.normal(0, 2, (20000, 10))
        shares = calibrate.probabilities(logits, 1)
        right = (shares.cumsum(1) > rng.random((len(shares), 1))).argmax(1)
        self.assertAlmostEqual(calibrate.temperature(1.7 * logits, right), 1.7, delta=0.06)
        self.assertLess(calibrate.error(shares, right), 0.015)
        self.assertGreater(calibrate.error(calibrate.probabilities(logits, 0.5), right), 0.05)

    def test_the_error_of_one_bin_is_its_gap(self):
        shares = np.tile([0.9, 0.1], (10, 1))
        self.assertAlmostEqual(calibrate.error(shares, np.array([0] * 7 + [1] * 3)), 0.2)


class Taxonomy(unittest.TestCase):
    def setUp(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "a.txt").write_text(CONCEPTS)
            self.above = taxonomy.parents(folder)

    def test_ancestors_and_families(self):
        self.assertEqual(taxonomy.ancestors("Dog", self.above), ["Animal", "Pet"])
        self.assertEqual(taxonomy.ancestors("Hound", self.above), ["Animal", "Pet"])
        self.assertEqual(taxonomy.families("Cat", self.above), ["Animal"])
        self.assertEqual(taxonomy.families("Gnu", self.above), ["Gnu"])

    def test_a_family_is_as_sure_as_its_labels_together(self):
        labels = ["Dog", "Cat", "Car", "Gnu"]
        shares = np.array([[0.3, 0.3, 0.4, 0], [0.3, 0.2, 0.1, 0.4], [0.1, 0.05, 0.1, 0.1]])
        got = taxonomy.right_family(shares, np.array([0, 3, 0]), labels, self.above)
        self.assertEqual(list(got), [True, False, False])  # the last is too unsure to be said

    def test_the_concepts_of_the_project(self):
        self.assertIn("Animal", taxonomy.ancestors("Egyptian Cat", taxonomy.parents()))


if __name__ == "__main__":
    unittest.main()
