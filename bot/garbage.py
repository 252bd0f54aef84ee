"""Garbage: what is there when the service starts stays, and the collector need not look at it."""

from __future__ import annotations

import gc

#: Objects made, and not thrown away since, before the youngest are looked through; then how often
#: the older ones. The interpreter's own figures make it look through everything all day.
THRESHOLDS = (10_000, 20, 50)


def settle() -> None:
    """Once, when everything is built and before the loops run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
