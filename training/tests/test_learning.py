"""What is drawn in a pass, and how fast and large it is learned."""

import unittest
from types import SimpleNamespace

import numpy as np

import learning
import schedule


class Draw(unittest.TestCase):
    def test_small_classes_are_repeated_and_large_ones_cut(self):
        answers = np.repeat([0, 1, 2], [1000, 100, 10])
        order = learning.draw(answers, np.array([250, 250, 250]), np.random.default_rng(0))
        self.assertEqual(list(np.bincount(answers[order])), [250, 250, 10 * learning.REPEATS])
        self.assertEqual(len(set(order[answers[order] == 0])), 250)
        self.assertEqual(len(set(order[answers[order] == 2])), 10)

    def test_the_largest_set_of_a_label_decides(self):
        shown = SimpleNamespace(
            names=["a", "b"], labels=["x", "y"], answers=np.array([0, 0, 1]), sets=np.array([0, 1, 1])
        )
        each = learning.draws(shown, {"a": {"draws": 500}, "b": {}})
        self.assertEqual(list(each), [500, learning.DRAWS])


class Schedule(unittest.TestCase):
    def test_the_rate_rises_and_falls(self):
        rates = [schedule.rate(p) for p in np.linspace(0, 1, 101)]
        top = int(np.argmax(rates))
        self.assertAlmostEqual(rates[top], 1, places=2)
        self.assertLess(max(rates[0], rates[-1]), 0.03)
        self.assertEqual(rates[:top], sorted(rates[:top]))
        self.assertEqual(rates[top:], sorted(rates[top:], reverse=True))

    def test_pictures_grow(self):
        sides = [schedule.side(p) for p in np.linspace(0, 1, 101)]
        self.assertEqual(sides, sorted(sides))
        self.assertEqual(sides[-1], 64)


if __name__ == "__main__":
    unittest.main()
