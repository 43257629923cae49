"""Life: a child process ends with its parent, however that ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable


def stop_when(parent_is_gone: Callable[[], None]) -> None:
    """Stop this process in good order as soon as the function, which waits, returns."""

    def wait() -> None:
        parent_is_gone()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()


def standard_input_ends() -> None:
    """Return when the parent, which holds the other end of the pipe, is gone."""
    while os.read(0, 4096):
        pass


def supervisor_ends() -> None:
    """Return when the process that supervises several workers is gone; at once without one."""
    supervisor = multiprocessing.parent_process()
    if supervisor is not None:
        supervisor.join()
