"""Fault: an exception that nobody foresaw, as it is logged: what it was and where, no word of it.

What an exception says is made of whatever was at hand: addresses, files, what a client has sent.
"""

from __future__ import annotations

import sys
import traceback
from types import TracebackType

from structlog.typing import ExcInfo

_MOST_CAUSES = 5
_MOST_PLACES = 20
_SHOWN_PARTS = 3


def fault_of(exc_info: ExcInfo) -> str:
    """``KeyError at gateway/plan.py:10 in plan < ...``, the innermost place first; what it was
    caused by follows on a line of its own.
    """
    error: BaseException | None = exc_info[1]
    told = []
    for _ in range(_MOST_CAUSES):
        if error is None:
            break
        told.append(f"{type(error).__name__} at {_places(error.__traceback__)}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\ncaused by ".join(told)


def _places(raised: TracebackType | None) -> str:
    frames = traceback.extract_tb(raised)[-_MOST_PLACES:]
    return " < ".join(
        f"{_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in reversed(frames)
    )


def _short(file_name: str) -> str:
    """The file without the folder that everything is installed in."""
    for folder in sorted(sys.path, key=len, reverse=True):
        if folder and file_name.startswith(f"{folder}/"):
            return file_name[len(folder) + 1 :]
    return "/".join(file_name.split("/")[-_SHOWN_PARTS:])
