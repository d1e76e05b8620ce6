"""How much longer things take on a machine that has more to do than this test."""

import os


def times_longer() -> float:
    """Runnable processes a core, over the last minute, and at least 1."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
