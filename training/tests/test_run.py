"""A run that was stopped goes on as if it had not been."""

import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch

from run import Run


class Noise:
    """48 pictures of three labels."""

    def __init__(self):
        self.labels = ["Dog", "Cat", "Car"]
        self.shown = np.random.default_rng(0).integers(0, 256, (48, 64, 64, 3), np.uint8)
        self.answers = np.arange(48) % 3

    def __len__(self):
        return len(self.answers)


class StopError(Exception):
    """What ends a run before its time."""


class Resume(unittest.TestCase):
    def run_in(self, folder, stop_after=None):
        """The run's network after two passes of three steps, or as far as it came."""
        args = SimpleNamespace(out=Path(folder), passes=2, minutes=None, batch=16, rate=0.1, seed=1, initial=None)
        run = Run(args, Noise(), np.full(3, 16))

        def log(_progress, _loss):
            if run.step == stop_after:
                run.save()
                raise StopError

        if stop_after:
            with self.assertRaises(StopError):
                run.train(log)
        else:
            run.train(log)
        return run

    def test_the_weights_are_the_same(self):
        torch.set_num_threads(1)
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            whole = self.run_in(one)
            self.run_in(two, stop_after=2)
            self.run_in(two, stop_after=3)  # the end of a pass
            again = self.run_in(two)
        self.assertEqual((whole.step, whole.seen), (6, 96))
        self.assertEqual((again.step, again.seen), (6, 96))
        for name, value in whole.network.state_dict().items():
            self.assertTrue(torch.equal(value, again.network.state_dict()[name]), name)

    def test_a_checkpoint_of_other_labels_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            self.run_in(folder, stop_after=1)
            pictures = Noise()
            pictures.labels = ["Dog", "Cat", "Bus"]
            args = SimpleNamespace(out=Path(folder), rate=0.1, seed=1, initial=None)
            with self.assertRaisesRegex(SystemExit, "of other labels"):
                Run(args, pictures, np.full(3, 16))


if __name__ == "__main__":
    unittest.main()
