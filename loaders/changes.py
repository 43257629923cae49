"""Changes: what the company's database tells of LIVEs, heard once a process, fanned out in memory.

A follower is told only *that* something may have changed; it then reads what is. So what is told
twice does no harm, and after any break of the stream everybody is told EVERYTHING once.

    changes.follow(session_id, follower)     # from now on follower.tell(Heard) is called
    await changes.opened(1.0)                # then the state is read: nothing falls in between
    changes.unfollow(session_id, follower)   # nothing of it is left

A ``Follower`` (loaders.followers) has ``revision: int`` and ``tell(heard: Heard) -> None``.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

import structlog

from loaders import recording, session
from loaders.change_stream import Document
from loaders.errors import SourceUnavailable
from loaders.followers import Follower, Followers, Heard
from loaders.mongo import Mongo
from loaders.names import MONGODB
from loaders.recording_lives import RecordingLives

_RETRY_SECONDS = 0.5
# What follows the news then comes in one batch: a call costs as much as many events in it.
_BREATH_SECONDS = 0.01
_log = structlog.get_logger(__name__)


class Changes:
    """The change stream of this process. It is opened when somebody first follows a LIVE.

    ``heard`` is how many events there were, ``last_heard_at`` when the last of them was read
    (monotonic seconds; 0 before the first). ``lag`` is how many seconds before it was heard the
    oldest of the last events was written, by the clocks of both; 0 while there is no news.
    """

    def __init__(
        self,
        mongo: Mongo,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.heard = 0
        self.lag = 0.0
        self.last_heard_at = 0.0
        self.followers = Followers()
        self._stream = mongo.changes([session.COLLECTION, recording.COLLECTION])
        self._monotonic = monotonic
        self._now = now
        self._lives = RecordingLives()
        self._is_open = asyncio.Event()
        self._hearing: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether what is written now will be heard of."""
        return self._is_open.is_set()

    @property
    def resumes(self) -> int:
        """How often the stream has gone on where it broke."""
        return self._stream.resumes

    @property
    def gaps(self) -> int:
        """How often it could not, so that everything that is followed was read anew."""
        return self._stream.gaps

    def follow(self, session_id: str, follower: Follower) -> None:
        """Tell ``follower`` of changes of one LIVE, until it is unfollowed."""
        if self._hearing is None:
            self._hearing = asyncio.get_running_loop().create_task(self._hear())
        self.followers.add(session_id, follower)

    def unfollow(self, session_id: str, follower: Follower) -> None:
        """Tell it nothing more. Who does not follow may be let go of, too."""
        self.followers.discard(session_id, follower)

    def found(self, recording_id: str, live_id: str) -> None:
        """A find has seen that this recording is of this LIVE: its deletion will not say it."""
        self._lives.learn(recording_id, live_id)

    async def opened(self, seconds: float) -> None:
        """Return when the stream is open, or after ``seconds`` when it cannot be opened yet.

        Nothing is lost then: everybody is told when it opens.
        """
        if self.is_open:
            return  # As it is nearly always, so that an update is spared the timer.
        try:
            async with asyncio.timeout(seconds):
                await self._is_open.wait()
        except TimeoutError:
            return

    async def close(self) -> None:
        """Hear no more."""
        if self._hearing is not None:
            self._hearing.cancel()
            await asyncio.gather(self._hearing, return_exceptions=True)

    async def _hear(self) -> None:
        while True:
            try:
                await self._hear_until_it_breaks()
            except SourceUnavailable as error:
                _log.warning("change_stream_broken", cause=type(error.__cause__).__name__)
            except Exception:  # noqa: BLE001  # whatever it was, who follows is owed the next change
                _log.exception("unexpected_error", upstream=MONGODB)
            finally:
                self._is_open.clear()
            await asyncio.sleep(_RETRY_SECONDS)

    async def _hear_until_it_breaks(self) -> None:
        async with self._stream.opened():
            self._is_open.set()
            _tell(list(self.followers), Heard.EVERYTHING)
            while (batch := await self._stream.batch()) is not None:
                self.lag = self._lag_of(batch)
                if batch:
                    self.heard += len(batch)
                    self.last_heard_at = self._monotonic()
                    _log.debug("changes_heard", events=len(batch))
                    self._tell_of(batch)
                    await asyncio.sleep(_BREATH_SECONDS)

    def _lag_of(self, batch: Sequence[Document]) -> float:
        # Servers before 6.0 do not say when an event was written.
        written: datetime | None = batch[0].get("wallTime") if batch else None
        if written is None:
            return 0.0
        return max((self._now() - written.replace(tzinfo=UTC)).total_seconds(), 0.0)

    def _tell_of(self, batch: Sequence[Document]) -> None:
        """Tell the followers of each LIVE, once of each kind however many events there are."""
        changed: set[str] = set()
        recorded: set[str | None] = set()
        for event in batch:
            if event["ns"]["coll"] == session.COLLECTION:
                changed.add(str(event["documentKey"]["_id"]))
            else:
                recorded |= self._lives_of(event)
        for session_id in changed:
            _tell(self.followers.of(session_id), Heard.SESSION)
        if None in recorded:
            _tell(list(self.followers), Heard.RECORDINGS)
            return
        for live_id in recorded:
            if live_id is not None:
                _tell(self.followers.of(live_id), Heard.RECORDINGS)

    def _lives_of(self, event: Document) -> set[str | None]:
        """The LIVE of the recording that was written, and the one that it was of before, if that
        is another; None, where it may be any.
        """
        id_ = str(event["documentKey"]["_id"])
        # An update is told with the document as it is by now: that may have gone.
        live_id = (event.get("fullDocument") or {}).get("live_id")
        if live_id is None:
            return {self._lives.of(id_)}
        return {live_id, self._lives.learn(id_, live_id) or live_id}


def _tell(followers: Iterable[Follower], heard: Heard) -> None:
    for follower in followers:
        try:
            follower.tell(heard)
        except Exception:  # noqa: BLE001  # what is wrong with one is no reason to tell no other
            _log.exception("unexpected_error")
