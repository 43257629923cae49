"""The life of a child process: told what to do on stdin, tells when ready, ends with its parent.

The parent writes one line of JSON, the configuration, and then keeps the pipe open for as long as
it lives. Its end, however it came, kill -9 included, is the child's end too.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

_LOOK_AGAIN_SECONDS = 1.0


def configuration() -> dict[str, Any]:
    """Return what the parent wrote; a child without a parent's word ends here."""
    line = sys.stdin.readline()
    if not line:
        sys.exit(0)
    told: dict[str, Any] = json.loads(line)
    return told


def announce(**facts: Any) -> None:
    """Tell the parent that the child is ready."""
    sys.stdout.write(json.dumps({"ready": True, "pid": os.getpid(), **facts}) + "\n")
    sys.stdout.flush()


def when_orphaned(leave: Callable[[], None]) -> None:
    """Call `leave`, once and in a thread of its own, when the parent is gone."""
    parent = os.getppid()
    gone = threading.Event()

    def listen() -> None:
        # Read unbuffered: sys.stdin may hold back what comes after the first line.
        while os.read(0, 4096):
            pass
        gone.set()

    def watch() -> None:
        # A pipe that another process inherited never ends, but a parent's death changes its id.
        while not gone.wait(_LOOK_AGAIN_SECONDS):
            if os.getppid() != parent:
                break
        leave()

    threading.Thread(target=listen, name="parent-pipe", daemon=True).start()
    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def stopping() -> threading.Event:
    """Return what is set when this process is to end, or its parent is gone."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    when_orphaned(stop.set)
    return stop


def now() -> float:
    """Return unix seconds."""
    return time.time()
