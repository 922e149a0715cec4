"""How fast and how large the network learns, by progress from 0 to 1."""

WARM = 0.05  # share of the run in which the rate rises
SIDES = ((0.55, 48), (0.88, 56), (1.0, 64))  # up to this progress, pictures of so many pixels


def rate(progress):
    """The learning rate's share of its highest: up, then straight down to almost nothing."""
    if progress < WARM:
        return max(progress / WARM, 0.02)
    return max((1 - progress) / (1 - WARM), 0.002)


def side(progress):
    """Small pictures first: they take less time, and the coarse is learned first.

    The last are smaller than what the program shows the network, because things
    look larger in cut-outs (Touvron and others, Fixing the train-test resolution
    discrepancy, 2019).
    """
    return next(side for until, side in SIDES if progress <= until)
