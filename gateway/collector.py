"""Collector: how often Python looks for cycles of objects that nobody holds.

A page makes tens of thousands of objects and hardly a cycle. By default Python looks through the
young ones after every 700, and now and then through all there are, the schema and the libraries
included; that was a fifth to a third of a page's processor time. All that the operations hold which
run at once is young, too: some dozens of pages come to a hundred thousand objects, which all are
looked at in vain when that is reached.
"""

from __future__ import annotations

import gc

# What runs at once does not reach it; what is left in cycles does, after many pages.
_YOUNG, _MIDDLE, _OLD = 200_000, 10, 10


def spare_what_stands() -> None:
    """Never again look through what there is now, and less often through what comes.

    To be called once a process, when everything that lives as long as it does has been made.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
