"""What a network says of pictures that it never learned from."""

import numpy as np
import torch
from torch.nn import functional

import augment
import network

BATCH = 250


def enlarged(shown, side=network.INPUT):
    """Pictures uint8 [n, 64, 64, 3] as the program shows them: float32 [n, 3, side, side], normalized.

    Bilinear, as the program enlarges small pictures.
    """
    x = torch.from_numpy(shown).permute(0, 3, 1, 2).float()
    return augment.normalized(functional.interpolate(x, (side, side), mode="bilinear", align_corners=False))


def logits(model, shown, device="cpu", side=network.INPUT):
    """The network's answers, float32 [n, labels], about uint8 [n, 64, 64, 3]."""
    training, answers = model.training, []
    model.eval()
    with torch.no_grad():
        for i in range(0, len(shown), BATCH):
            x = enlarged(shown[i : i + BATCH], side)
            answers.append(model(x.to(device, memory_format=torch.channels_last)).float().cpu())
    model.train(training)
    return torch.cat(answers).numpy()


def accuracy(answers, right, among=5):
    """The shares of pictures whose answer is first, and among the first five."""
    order = np.argsort(-answers, 1, kind="stable")[:, :among]
    return float((order[:, 0] == right).mean()), float((order == right[:, None]).any(1).mean())
