"""Reconciliation: heals what no event told, for the whole process at once.

    reconciliation = Reconciliation(changes, sources.sessions, seconds=30.0)
    reconciliation.start()                   # in the loop
    await reconciliation.close()

About every ``seconds`` each LIVE that is followed is read once, many in a find and the finds spread
over that time. ``tell(Heard.SESSION)`` is called of each follower whose ``revision`` is another
than the one that was read, or whose LIVE is not there; so is who has shown nothing yet (-1).
Recordings are not read.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Sequence

import structlog

from loaders.asking import Asking
from loaders.changes import Changes
from loaders.deadline import Deadline
from loaders.errors import KnownError
from loaders.followers import Heard
from loaders.session_finds import SessionKey, SessionSource

_BUDGET_MS = 3_000
_log = structlog.get_logger(__name__)


def _jitter() -> float:
    return random.uniform(0.9, 1.1)


class Reconciliation:
    """Reads what is followed, again and again."""

    def __init__(
        self,
        changes: Changes,
        sessions: SessionSource,
        *,
        seconds: float,
        chunk: int = 50,
        jitter: Callable[[], float] = _jitter,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """``chunk``: how many LIVEs one find reads. ``jitter`` is what each period's ``seconds``
        are multiplied by, so that processes that start together do not stay together.
        ``monotonic`` is the clock of ``sessions``.
        """
        self._changes = changes
        self._sessions = sessions
        self._seconds = seconds
        self._chunk = chunk
        self._jitter = jitter
        self._monotonic = monotonic
        self._reading: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, in the running loop; the first LIVEs are read within the first period."""
        if self._reading is None:
            self._reading = asyncio.get_running_loop().create_task(self._read_on())

    async def close(self) -> None:
        """Read no more."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    async def _read_on(self) -> None:
        while True:
            ids = self._changes.followers.session_ids()
            chunks = [ids[at : at + self._chunk] for at in range(0, len(ids), self._chunk)]
            pause = self._seconds * self._jitter() / max(len(chunks), 1)
            # A pause comes first: who has just come has just read.
            for chunk in chunks or [[]]:
                await asyncio.sleep(pause)
                await self._heal(chunk)

    async def _heal(self, ids: Sequence[str]) -> None:
        followed = [id_ for id_ in ids if self._changes.followers.of(id_)]
        if not followed:
            return
        asking = Asking(
            request_id="reconciliation",
            deadline=Deadline(_BUDGET_MS, monotonic=self._monotonic),
            not_before=self._monotonic(),
        )
        try:
            keys = [SessionKey(id_, None) for id_ in followed]
            found = await self._sessions.read(asking, keys)
            for key, session in found.items():
                if not isinstance(session, KnownError):
                    self._compare(key.id, None if session is None else session.revision)
        except Exception:  # noqa: BLE001  # the others are to be healed all the same
            _log.exception("unexpected_error")

    def _compare(self, session_id: str, revision: int | None) -> None:
        for follower in self._changes.followers.of(session_id):
            if follower.revision != revision:
                follower.tell(Heard.SESSION)
