"""A training run: the network, its optimizer, and how far it is."""

import time

import numpy as np
import torch
from torch.nn import functional

import augment
import checkpoint
import initial
import learning
import network
import schedule

MOMENTUM, DECAY, SMOOTHING = 0.9, 3e-4, 0.1


class Run:
    """A run over pictures uint8 [n, 64, 64, 3] with answers int64 [n], each[label] of a label in a pass.

    args are those of train.py: out, passes or minutes, batch, rate, seed, initial, initial_labels.
    """

    def __init__(self, args, pictures, each):
        self.args, self.pictures, self.each = args, pictures, each
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(args.seed)
        self.network = network.Network(len(pictures.labels))
        self.generator = torch.Generator().manual_seed(args.seed)
        self.seconds, self.step, self.seen = 0.0, 0, 0
        self.passes, self.position = 0, 0
        self.file = args.out / "checkpoint.pt"
        saved = checkpoint.read(self.file) if self.file.exists() else None
        if saved and saved["labels"] != pictures.labels:
            raise SystemExit(f"{self.file}: is of other labels; remove it or name another --out")
        if saved:
            self.network.load_state_dict(saved["network"])
        elif args.initial:
            initial.begin(self.network, args.initial, args.initial_labels, pictures)
        self.network.to(self.device, memory_format=torch.channels_last)
        self.optimizer = self._optimizer()
        if saved:
            self.optimizer.load_state_dict(saved["optimizer"])
            self.generator.set_state(saved["generator"])
            self.seconds, self.step, self.seen, self.passes, self.position = saved["at"]

    def _optimizer(self):
        weights = [p for p in self.network.parameters() if p.ndim > 1]
        others = [p for p in self.network.parameters() if p.ndim <= 1]
        groups = [{"params": weights, "weight_decay": DECAY}, {"params": others, "weight_decay": 0}]
        return torch.optim.SGD(groups, lr=self.args.rate, momentum=MOMENTUM, nesterov=True)

    def save(self):
        """Writes the checkpoint, from which another run goes on as this one would have."""
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "generator": self.generator.get_state(),
            "at": (self.seconds, self.step, self.seen, self.passes, self.position),
            "labels": self.pictures.labels,
        }
        checkpoint.write(self.file, state)

    def train(self, log):
        """Passes over the pictures until the run's time or its passes are over.

        log(progress, loss) is called after each step; loss is a tensor.
        """
        begun, spent, length = time.monotonic(), self.seconds, 0
        while not length or self.progress(length) < 1:
            seed = [self.args.seed, self.passes]
            order = learning.draw(self.pictures.answers, self.each, np.random.default_rng(seed))
            length = len(order)
            while self.position < length and self.progress(length) < 1:
                loss = self.learn(order[self.position : self.position + self.args.batch], self.progress(length))
                self.seconds = spent + time.monotonic() - begun
                log(min(self.progress(length), 1), loss)
            if self.position >= length:
                self.passes, self.position = self.passes + 1, 0
        self.save()

    def progress(self, length):
        """How far the run is, from 0 to 1 and a little more; length is that of a pass."""
        if self.args.minutes:
            return self.seconds / 60 / self.args.minutes
        return (self.passes + self.position / length) / self.args.passes

    def learn(self, chosen, progress):
        """One step with the chosen pictures; returns the loss, a tensor."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.args.rate * schedule.rate(progress)
        shown = torch.from_numpy(self.pictures.shown[chosen]).to(self.device)
        x = augment.batch(shown, schedule.side(progress), self.generator).to(memory_format=torch.channels_last)
        y = torch.from_numpy(self.pictures.answers[chosen]).to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            loss = functional.cross_entropy(self.network(x), y, label_smoothing=SMOOTHING)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.position += len(chosen)
        self.step, self.seen = self.step + 1, self.seen + len(chosen)
        return loss.detach()
