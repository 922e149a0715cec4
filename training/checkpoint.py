"""The file that a training run goes on from, and that everything else is made of.

    network    the state of the network
    optimizer  the state of the optimizer
    generator  the state of what changes the pictures
    at         seconds, steps, pictures seen, passes, position in the pass
    labels     in the order of the network's outputs

It holds tensors, numbers and words alone; load none that others made all the same.
"""

import os

import torch

import network


def read(file):
    """Everything in it, on the CPU."""
    return torch.load(file, map_location="cpu")


def write(file, state):
    """Writes it whole or not at all."""
    torch.save(state, file.with_suffix(".part"))
    os.replace(file.with_suffix(".part"), file)


def model(state):
    """The network of a checkpoint, ready to answer."""
    made = network.Network(len(state["labels"]))
    made.load_state_dict(state["network"])
    return made.eval()
