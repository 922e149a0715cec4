"""Trains the network on the prepared pictures.

    train.py --work FOLDER --out FOLDER [--passes N | --minutes N] [--initial FILE.onnx]

In --out: checkpoint.pt, which a second call goes on from, and log.jsonl, a line
for each look at the validation pictures. Runs on a GPU where there is one.
"""

import argparse
import json
import os
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

import augment
import evaluate
import initial
import learning
import network
import schedule

MOMENTUM, DECAY, SMOOTHING = 0.9, 3e-4, 0.1


class Run:
    """A training run: the network, its optimizer, and how far it is."""

    def __init__(self, args, labels):
        self.args = args
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(args.seed)
        self.network = network.Network(len(labels))
        self.labels = labels
        self.seconds, self.step, self.seen = 0.0, 0, 0
        self.pass_, self.position = 0, 0
        self.generator = torch.Generator().manual_seed(args.seed)

    def start(self, shown):
        """Goes on from the checkpoint or, without one, from the initial weights."""
        file = self.args.out / "checkpoint.pt"
        saved = torch.load(file, map_location="cpu") if file.exists() else None
        if saved and saved["labels"] != self.labels:
            raise SystemExit(f"{file}: is of other labels; remove it or name another --out")
        if saved:
            self.network.load_state_dict(saved["network"])
        elif self.args.initial:
            known = self.args.initial_labels.read_text().splitlines()
            known = [line.split(" ", 1)[1] for line in known]
            x = augment.normalized(torch.from_numpy(shown).permute(0, 3, 1, 2).float())
            initial.load(self.network, self.args.initial, self.labels, known, x)
        self.network.to(self.device, memory_format=torch.channels_last)
        self.optimizer = self._optimizer()
        if saved:
            self.optimizer.load_state_dict(saved["optimizer"])
            self.generator.set_state(saved["generator"])
            self.seconds, self.step, self.seen, self.pass_, self.position = saved["at"]
            print(f"going on from {file}: pass {self.pass_}, {self.seconds / 60:.0f} minutes, {self.seen} pictures")

    def _optimizer(self):
        weights = [p for p in self.network.parameters() if p.ndim > 1]
        others = [p for p in self.network.parameters() if p.ndim <= 1]
        groups = [{"params": weights, "weight_decay": DECAY}, {"params": others, "weight_decay": 0}]
        return torch.optim.SGD(groups, lr=self.args.rate, momentum=MOMENTUM, nesterov=True)

    def save(self):
        """Writes the checkpoint whole or not at all."""
        file = self.args.out / "checkpoint.pt"
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "generator": self.generator.get_state(),
            "at": (self.seconds, self.step, self.seen, self.pass_, self.position),
            "labels": self.labels,
        }
        torch.save(state, file.with_suffix(".part"))
        os.replace(file.with_suffix(".part"), file)

    def learn(self, shown, answers, progress):
        """One step; returns the loss, a tensor."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.args.rate * schedule.rate(progress)
        x = augment.batch(torch.from_numpy(shown), schedule.side(progress), self.generator)
        x = x.to(self.device, memory_format=torch.channels_last, non_blocking=True)
        y = torch.from_numpy(answers).to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            loss = functional.cross_entropy(self.network(x), y, label_smoothing=SMOOTHING)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.step, self.seen = self.step + 1, self.seen + len(answers)
        return loss.detach()


class Log:
    """Looks at the validation pictures from time to time and writes down what it sees."""

    def __init__(self, run, kept, every):
        self.run, self.kept, self.every = run, kept, every
        self.losses, self.seen, self.at = [], run.seen, time.monotonic()

    def look(self, progress, last=False):
        if time.monotonic() - self.at < self.every and not last:
            return
        run, speed = self.run, (self.run.seen - self.seen) / (time.monotonic() - self.at)
        right = evaluate.accuracy(evaluate.logits(run.network, self.kept.shown, run.device), self.kept.answers)
        line = {
            "progress": round(progress, 4),
            "pass": run.pass_,
            "seen": run.seen,
            "side": schedule.side(progress),
            "loss": round(torch.stack(self.losses).mean().item(), 4),
            "top1": round(right[0], 4),
            "top5": round(right[1], 4),
            "a_second": round(speed),
        }
        with (run.args.out / "log.jsonl").open("a") as file:
            file.write(json.dumps(line) + "\n")
        print(" ".join(f"{k} {v}" for k, v in line.items()), flush=True)
        run.save()
        self.losses, self.seen, self.at = [], run.seen, time.monotonic()


def train(run, pictures, log):
    """Passes over the pictures until the run's time or its passes are over."""
    args, begun, spent = run.args, time.monotonic(), run.seconds
    progress = 0.0
    while progress < 1:
        order = learning.draw(pictures.answers, pictures.draws, np.random.default_rng([args.seed, run.pass_]))
        while run.position < len(order) and progress < 1:
            chosen = order[run.position : run.position + args.batch]
            run.position += len(chosen)
            log.losses.append(run.learn(pictures.shown[chosen], pictures.answers[chosen], progress))
            run.seconds = spent + time.monotonic() - begun
            done = run.pass_ + run.position / len(order)
            progress = run.seconds / 60 / args.minutes if args.minutes else done / args.passes
            log.look(min(progress, 1), last=progress >= 1)
        if run.position >= len(order):
            run.pass_, run.position = run.pass_ + 1, 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder that prepare.py made")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint and the log")
    parser.add_argument("--passes", type=float, default=30, help="over all pictures (30)")
    parser.add_argument("--minutes", type=float, help="stop after so much time instead")
    parser.add_argument("--initial", type=Path, help="ONNX file of a network like this one, to go on from")
    parser.add_argument("--initial-labels", type=Path, help="its list of classes")
    parser.add_argument("--batch", type=int, default=128, help="pictures a step (128)")
    parser.add_argument("--rate", type=float, default=0.15, help="highest learning rate (0.15)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--log-every", type=float, default=120, help="seconds between looks at the validation (120)")
    parser.add_argument("--log-pictures", type=int, default=4000, help="of the validation that are looked at (4000)")
    args = parser.parse_args()
    if args.initial and not args.initial_labels:
        parser.error("--initial needs --initial-labels, the list of its classes")
    return args


def main():
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    pictures, kept = learning.Pictures(args.work, "train"), learning.Pictures(args.work, "kept")
    kept.sample(args.log_pictures)
    run = Run(args, pictures.labels)
    run.start(pictures.shown[:: max(1, len(pictures) // 512)])
    weights = sum(p.numel() for p in run.network.parameters())
    print(f"{len(pictures)} pictures, {len(pictures.labels)} labels, {weights:,} weights, on {run.device}", flush=True)
    train(run, pictures, Log(run, kept, args.log_every))


if __name__ == "__main__":
    main()
