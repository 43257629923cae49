"""Watch: what is noted of one run of an operation, while somebody wants to know; else nothing is.

It is kept by the operation, since that is what its panels and its calls know.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from loaders.asking import UpstreamCall

FAILED = "FAILED"
"""Beside the states that a panel has by itself: it could not be loaded."""

Seen: TypeAlias = tuple[str, str, float, bool]
"""A panel by its type, its state, after how many seconds, and whether it was deferred."""


@dataclass(slots=True)
class Watch:
    """``began_at`` in monotonic seconds. ``span`` is what the run's calls belong to in a trace;
    None: it is in none. ``alone`` are the calls that no other operation has a part in.
    """

    began_at: float = field(default_factory=time.monotonic)
    span: object | None = None
    is_compiled: bool = False
    panels: list[Seen] = field(default_factory=list)
    alone: list[UpstreamCall] = field(default_factory=list)

    def has_panel(self, panel: str, state: str, *, is_deferred: bool) -> None:
        """A panel is there, or has failed."""
        self.panels.append((panel, state, time.monotonic() - self.began_at, is_deferred))
