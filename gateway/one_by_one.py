"""One by one: many that are to end do so spread over a time, so that not all come back at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import structlog

_LEAST_PAUSE = 0.01
_log = structlog.get_logger(__name__)


async def one_by_one(endings: Sequence[Callable[[], None]], *, seconds: float) -> None:
    """Call them all, the last of them after ``seconds``."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    for place, end in enumerate(endings, start=1):
        try:
            end()
        except Exception:  # noqa: BLE001  # what is wrong with one is no reason to drop the others
            _log.exception("unexpected_error")
        # To the moment, and not for a while: timers are coarser than the pauses of thousands.
        ahead = began + seconds * place / len(endings) - loop.time()
        if ahead > _LEAST_PAUSE or place == len(endings):
            await asyncio.sleep(max(ahead, 0.0))
