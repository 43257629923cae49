"""Reload signal: SIGHUP, which waits until there is somebody to take it.

It would end a process that does not know yet what to do about it.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable


def hold_reloads() -> None:
    """Have the signal wait, in this process and in those that it starts from now on."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})


def take_reload() -> bool:
    """Whether one has waited, which is taken by this."""
    if signal.SIGHUP not in signal.sigpending():
        return False
    signal.sigwait({signal.SIGHUP})
    return True


def on_reload(do: Callable[[], None]) -> None:
    """Do something each time, and for one that has waited. Only in the main thread, in its loop."""
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, do)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGHUP})


def on_reload_no_more() -> None:
    """The opposite."""
    hold_reloads()
    asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)
