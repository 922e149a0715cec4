"""How good a network is on pictures that it never learned from."""

import numpy as np
import torch
from torch.nn import functional

import augment

SIDE = 80  # pixels; what the program shows the network
BATCH = 250


def logits(model, shown, device, side=SIDE):
    """The network's answers [n, labels] about uint8 [n, 64, 64, 3], scaled to the side."""
    training, answers = model.training, []
    model.eval()
    with torch.no_grad():
        for i in range(0, len(shown), BATCH):
            x = torch.from_numpy(shown[i : i + BATCH]).permute(0, 3, 1, 2).float()
            x = functional.interpolate(x, (side, side), mode="bicubic", align_corners=False).clamp_(0, 255)
            x = augment.normalized(x).to(device, memory_format=torch.channels_last)
            answers.append(model(x).float().cpu())
    model.train(training)
    return torch.cat(answers).numpy()


def accuracy(answers, right, among=5):
    """The shares of pictures whose answer is first, and among the first five."""
    order = np.argsort(-answers, 1)[:, :among]
    return float((order[:, 0] == right).mean()), float((order == right[:, None]).any(1).mean())
