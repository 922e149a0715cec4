"""The log of a training run: log.jsonl, a line for each look at the validation pictures."""

import json
import time

import torch

import answers
import schedule


class Log:
    """Looks at the kept pictures from time to time, writes down what it sees, and has the run saved."""

    def __init__(self, run, kept, every):
        self.run, self.kept, self.every = run, kept, every
        self.losses, self.seen, self.at = [], run.seen, time.monotonic()

    def __call__(self, progress, loss):
        self.losses.append(loss)
        spent = time.monotonic() - self.at
        if spent < self.every and progress < 1:
            return
        run = self.run
        logits = answers.logits(run.network, self.kept.shown, run.device)
        first, five = answers.accuracy(logits, self.kept.answers)
        line = {
            "progress": round(progress, 4),
            "pass": run.passes,
            "seen": run.seen,
            "side": schedule.side(progress),
            "loss": round(torch.stack(self.losses).mean().item(), 4),
            "top1": round(first, 4),
            "top5": round(five, 4),
            "a_second": round((run.seen - self.seen) / max(spent, 1e-3)),
        }
        with (run.args.out / "log.jsonl").open("a") as file:
            file.write(json.dumps(line) + "\n")
        print(" ".join(f"{k} {v}" for k, v in line.items()), flush=True)
        run.save()
        self.losses, self.seen, self.at = [], run.seen, time.monotonic()
