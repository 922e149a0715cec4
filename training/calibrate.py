"""How sure the network may say it is: the temperature, and what is left of the error."""

import numpy as np

BINS = 15  # as bench/quality has them


def probabilities(logits, temperature):
    """Softmax of the logits over the temperature, float64 [n, labels]."""
    x = logits.astype(np.float64) / temperature
    x = np.exp(x - x.max(1, keepdims=True))
    return x / x.sum(1, keepdims=True)


def entropy(logits, right, temperature):
    """The mean cross entropy of the answers."""
    shares = probabilities(logits, temperature)[np.arange(len(right)), right]
    return float(-np.log(np.maximum(shares, 1e-300)).mean())


def temperature(logits, right):
    """The temperature of the lowest cross entropy, of two decimals; the entropy has one minimum."""
    low, high, golden = np.log(0.2), np.log(5), (np.sqrt(5) - 1) / 2
    while high - low > 2e-3:
        a, b = high - golden * (high - low), low + golden * (high - low)
        if entropy(logits, right, np.exp(a)) < entropy(logits, right, np.exp(b)):
            high = b
        else:
            low = a
    return round(float(np.exp((low + high) / 2)), 2)


def error(shares, right):
    """The expected calibration error of the first guess (Guo and others, 2017), from 0 to 1."""
    if not len(right):
        return 0.0
    sure, correct = shares.max(1), shares.argmax(1) == right
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, sure, BINS) - np.bincount(bins, correct, BINS)
    return float(np.abs(gaps).sum() / len(right))
