"""The interpreter, told once how a service lives: what stays, and how often threads take turns."""

from __future__ import annotations

import gc
import sys

#: Objects made, and not thrown away since, before the youngest are looked through; then how often
#: the older ones are. By the interpreter's own figures it looks through everything all day.
THRESHOLDS = (10_000, 20, 50)
#: A thread that waited for the disk gets the interpreter back after so many seconds; a
#: transaction ends that much sooner.
SWITCH = 0.001


def settle() -> None:
    """When everything is built, which stays, and before requests are answered."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    sys.setswitchinterval(SWITCH)
