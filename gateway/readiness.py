"""Readiness: whether a gateway may be sent requests.

Not before all that it begins with is done, and no more once it is about to stop. What it begins
with is looked at until it is done, and then never again: no source that goes away later makes a
gateway unready, because every other gateway would be as unready, and what it still answers is worth
more than nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

Check = Callable[[], Awaitable[bool | None]]
"""Whether one thing is done. None: that is not known now, which keeps nobody waiting."""

_SECONDS = 1.0
_log = structlog.get_logger(__name__)


class Readiness:
    """Of one process. Without checks it is ready at once."""

    def __init__(
        self, checks: Mapping[str, Check] | None = None, *, seconds: float = _SECONDS
    ) -> None:
        """``checks`` by what they are of, in the order in which they are told; what is not done is
        looked at again after so many ``seconds``.
        """
        self._undone = dict(checks or {})
        self._waits_for: tuple[str, ...] = tuple(self._undone)
        self._seconds = seconds
        self._is_leaving = False
        self._looking: asyncio.Task[None] | None = None

    @property
    def waits_for(self) -> tuple[str, ...]:
        """What is known not to be done."""
        return self._waits_for

    @property
    def is_leaving(self) -> bool:
        """Whether the gateway has been told to stop."""
        return self._is_leaving

    def leave(self) -> None:
        """The gateway is about to stop: it is ready no more."""
        self._is_leaving = True

    async def begin(self) -> None:
        """Look at everything, and from now on at what is not done."""
        await self._look()
        if self._undone:
            self._looking = asyncio.get_running_loop().create_task(self._look_again())

    async def close(self) -> None:
        """Look no more."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])

    async def _look_again(self) -> None:
        while self._undone:
            await asyncio.sleep(self._seconds)
            await self._look()

    async def _look(self) -> None:
        found = await asyncio.gather(*(self._outcome(name) for name in self._undone))
        outcomes = dict(zip(list(self._undone), found, strict=True))
        self._undone = {
            name: check for name, check in self._undone.items() if outcomes[name] is not True
        }
        waits_for = tuple(name for name in self._undone if outcomes[name] is False)
        if waits_for != self._waits_for:
            self._waits_for = waits_for
            self._say()

    async def _outcome(self, name: str) -> bool | None:
        try:
            return await self._undone[name]()
        except Exception:  # noqa: BLE001  # Whatever it is, it is known no better than before.
            _log.exception("unexpected_error")
            return None

    def _say(self) -> None:
        if self._waits_for:
            _log.warning("not_ready", waits_for=list(self._waits_for))
        else:
            _log.info("ready")
