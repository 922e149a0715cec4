"""Averaged weights lie between both."""

import unittest

import torch

import blend
import network


def state(seed):
    torch.manual_seed(seed)
    return network.Network(3).state_dict()


class Blend(unittest.TestCase):
    def setUp(self):
        torch.set_num_threads(1)
        self.first, self.last = state(0), state(1)
        self.old = torch.tensor([True, False, True])

    def test_a_share_of_one_is_the_last(self):
        for name, value in blend.blended(self.first, self.last, 1, self.old).items():
            self.assertTrue(torch.equal(value, self.last[name]), name)

    def test_half_is_the_middle_but_for_new_labels(self):
        got = blend.blended(self.first, self.last, 0.5, self.old)
        middle = (self.first["head.weight"] + self.last["head.weight"]) / 2
        torch.testing.assert_close(got["head.weight"][self.old], middle[self.old])
        self.assertTrue(torch.equal(got["head.weight"][1], self.last["head.weight"][1]))
        name = "features.0.0.weight"
        torch.testing.assert_close(got[name], (self.first[name] + self.last[name]) / 2)

    def test_new_labels_are_lifted(self):
        got = blend.blended(self.first, self.last, 0.5, self.old, lift=2)["head.bias"] - self.last["head.bias"]
        plain = blend.blended(self.first, self.last, 0.5, self.old)["head.bias"] - self.last["head.bias"]
        torch.testing.assert_close(got - plain, torch.tensor([0.0, 2, 0]))


if __name__ == "__main__":
    unittest.main()
