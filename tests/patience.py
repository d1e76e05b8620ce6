"""How much longer things take on a machine that is busy with other work."""

import os


def times_longer() -> float:
    """The load average of the last minute per core, at least 1."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
