"""Made-up pictures and what the network says of them, for the tests of those who run it."""

import json

import numpy as np
import torch

import augment

SEED = 0


def pictures(side):
    """Noise of eight kinds, from one patch to one for each pixel: uint8 [8, side, side, 3]."""
    rng = np.random.RandomState(SEED)  # whose numbers never change
    patches = [n for n in range(1, side + 1) if side % n == 0]
    chosen = [patches[round(i * (len(patches) - 1) / 7)] for i in range(8)]
    made = []
    for n in chosen:
        levels = rng.randint(0, 256, (n, n, 3)).astype(np.float32)
        enlarged = levels.repeat(side // n, 0).repeat(side // n, 1)
        made.append(np.clip(enlarged + rng.normal(0, 12, (side, side, 3)), 0, 255).astype(np.uint8))
    return np.stack(made)


def tensor(shown):
    """Pictures uint8 [n, side, side, 3] as the network takes them: float32 [n, 3, side, side]."""
    return augment.normalized(torch.from_numpy(shown).permute(0, 3, 1, 2).float())


def write(folder, shown, logits):
    """reference_input.bin, the pictures, and reference.json, the logits [n, labels]."""
    shown.tofile(folder / "reference_input.bin")
    form = "".join(f"[{n}]" for n in shown.shape)
    rows = [[round(float(v), 6) for v in row] for row in logits]
    text = json.dumps({"input": f"reference_input.bin: uint8 RGB {form}", "logits": rows})
    (folder / "reference.json").write_text(text + "\n")
