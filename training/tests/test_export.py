"""The exported network answers as the trained one, and can be gone on from."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
import torch

import export
import fold
import graph
import initial
import network
import reference

LABELS = ["Dog", "Cat", "Car"]


def grown(classes, seed=0):
    """A network as if it had been trained: no normalization is as it was made."""
    torch.manual_seed(seed)
    model = network.Network(classes)
    with torch.no_grad():
        for _, norm, _ in fold.layers(model):
            norm.weight.uniform_(0.5, 1.5)
            norm.bias.normal_(0, 0.2)
            norm.running_mean.normal_(0, 0.2)
            norm.running_var.uniform_(0.5, 1.5)
    return model.eval()


class Export(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        torch.set_num_threads(1)
        cls.model = grown(len(LABELS))
        cls.file, cls.told, cls.shown, cls.logits = export.export(cls.model, "test", "1")

    def test_limits_and_differences_are_told(self):
        self.assertEqual(self.told["bytes"], len(self.file))
        self.assertLess(self.told["differences"]["runtime"], export.TIGHT)
        self.assertEqual(self.shown.shape, (8, network.INPUT, network.INPUT, 3))
        self.assertEqual(self.logits.shape, (8, len(LABELS)))

    def test_the_file_is_the_same_again(self):
        self.assertEqual(export.export(self.model, "test", "1")[0], self.file)

    def test_the_file_is_what_the_program_runs(self):
        made = onnx.load_from_string(self.file)
        operators = {n.op_type for n in made.graph.node}
        self.assertEqual(operators, {"Cast", "Conv", "Relu", "Add", "GlobalAveragePool", "Flatten", "Gemm"})
        self.assertEqual((made.graph.input[0].name, made.graph.output[0].name), ("image", "logits"))

    def test_too_large_a_network_is_refused(self):
        with self.assertRaisesRegex(ValueError, "multiply-adds, more than"):
            export.export(self.model, "test", "1", side=112)

    def test_weights_that_do_not_fit_are_refused(self):
        model = grown(2)
        with torch.no_grad():
            model.head.weight[0, 0] = 1e6
        with self.assertRaisesRegex(ValueError, "float16"):
            fold.halved(fold.folded(model))


class Initial(unittest.TestCase):
    def test_an_exported_network_goes_on(self):
        torch.set_num_threads(1)
        model = grown(len(LABELS))
        for half, most in ((False, 1e-3), (True, 2e-2)):
            x = reference.tensor(reference.pictures(64))
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "model.onnx"
                onnx.save(graph.model(fold.folded(model), 64, half, "test", "1"), file)
                again = network.Network(4).eval()
                initial.load(again, file, ["Cat", "Bus", "Dog", "Car"], LABELS, x)
            with torch.no_grad():
                got, want = again(x).numpy(), model(x).numpy()
            np.testing.assert_allclose(got[:, [2, 0, 3]], want, atol=most)


if __name__ == "__main__":
    unittest.main()
