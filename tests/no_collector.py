"""No collector: a time in which Python looks for no cycles, so that what is left in them shows."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collector() -> Iterator[None]:
    """What was left before is gone when it begins."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
