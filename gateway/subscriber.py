"""Subscriber: one subscription, from its first update to its last.

It waits without a task, a queue or a buffer: it is told that something may have changed, stands in
line, runs its document once more and sends what is new. What comes while it is in line, or while
its client cannot take anything, is one more update, worked out from the state as it is by then. So
progress is merged for a slow client, and an end is never lost.

The file is long, because every step depends on the few states that a subscriber can be in.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gateway.answer import Answer
from gateway.errors import CODES, RequestError
from gateway.next_look import NextLook
from gateway.on_error import OnError
from gateway.prepared import Prepared
from gateway.refusal import masked
from gateway.sink import Sink
from loaders.errors import NotFound
from loaders.followers import Heard
from loaders.operation import Operation
from loaders.session import Session
from loaders.session_state import SessionState
from loaders.viewer import Viewer
from resolvers.live_session import NEXT_LIVE
from resolvers.subscription import UpdateReason
from resolvers.telling import Telling
from resolvers.update_shape import UpdateShape

if TYPE_CHECKING:
    from gateway.subscriptions import Subscriptions

_AGAIN_SECONDS = 1.0
_A_LITTLE = 0.01


class Subscriber:
    """One subscription, as its transport sees it."""

    __slots__ = (
        "_all",
        "_due_since",
        "_is_busy",
        "_last_event_id",
        "_next_look",
        "_operation",
        "_session_id",
        "_sink",
        "_telling",
        "_timer",
        "language",
        "prepared",
        "request_id",
        "shape",
        "viewer",
    )

    def __init__(
        self,
        subscriptions: Subscriptions,
        prepared: Prepared,
        shape: UpdateShape,
        *,
        viewer: Viewer,
        language: str,
        request_id: str,
        sink: Sink,
        last_event_id: str | None,
    ) -> None:
        self._all = subscriptions
        self.prepared = prepared
        self.viewer = viewer
        self.language = language
        self.request_id = request_id
        self._sink: Sink | None = sink
        self._last_event_id = last_event_id
        self.shape = shape
        self._telling = Telling(shape)
        self._session_id: str | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._operation: Operation | None = None
        self._is_busy = False
        self._due_since: float | None = None
        self._next_look = NextLook()

    @property
    def revision(self) -> int:
        """The revision of the LIVE that the client knows; -1 before it knows one."""
        return self._telling.revision

    def tell(self, heard: Heard) -> None:
        """Something may have changed."""
        if heard is not Heard.RECORDINGS or self.shape.has_recordings:
            self.be_due()

    def be_due(self) -> None:
        """Send an update as soon as it is its turn and the client can take it."""
        self._due_since = self._all.monotonic()
        self.resume()

    def resume(self) -> None:
        """The sink is ready again: what has come meanwhile is sent, as it is by now."""
        is_wanted = self._due_since is not None and not self._is_busy
        if is_wanted and self._sink is not None and self._sink.is_ready():
            self._is_busy = True
            self._all.line_up(self)

    def close(self) -> None:
        """The client has left, or wants no more: nothing more is sent, work is let go of."""
        self._sink = None
        if self._timer is not None:
            self._timer.cancel()
        if self._session_id is not None:
            self._all.changes.unfollow(self._session_id, self)
        if self._operation is not None:
            self._operation.close()
        self._all.forget(self)

    async def follow(self, session_id: str) -> None:
        """Hear of every change of this LIVE from now on."""
        if self._session_id is None and self._sink is not None:
            self._session_id = session_id
            self._all.changes.follow(session_id, self)
            # Only once: when the stream opens later, everybody is told.
            await self._all.changes.opened(_AGAIN_SECONDS)

    async def work(self) -> None:
        """Work out one update and send it. What goes wrong is told to the client."""
        if self._sink is None:
            return
        if not self._sink.is_ready():
            self._is_busy = False
            return
        due_since, self._due_since = self._due_since or self._all.monotonic(), None
        self._operation = self._all.operation_for(self, not_before=due_since)
        try:
            await self._update(self._operation, due_since)
        except Exception:  # noqa: BLE001  # The mask: nobody throws anything here on purpose.
            self._fail(masked(self.request_id))
        finally:
            self._operation.close()
            self._operation = None
            self._is_busy = False
        self.resume()

    async def _update(self, operation: Operation, due_since: float) -> None:
        waited = timedelta(seconds=self._all.monotonic() - due_since)
        asked_since = operation.now - waited
        answer = await self._all.engine.answer(self.prepared, operation)
        if self._sink is None:
            return
        if not self._sink.is_ready():
            # What it can take later is worked out then.
            self._due_since = self._due_since or due_since
            return
        if operation.shown is None or answer.data is None:
            self._tell_failure(answer)
            return
        session, derived = operation.shown
        is_kept = session.read_at is not None and session.read_at < asked_since
        is_older = self.revision >= 0 and (is_kept or session.revision < self.revision)
        if not is_older:
            self._tell(answer, session, derived, operation)
        if is_older or is_kept:
            # Through an outage, or from a member of the database that has not heard the newest.
            self._wake_in(_AGAIN_SECONDS)

    def _tell_failure(self, answer: Answer) -> None:
        """It could not be read: where that may pass it is read again, as nobody would subscribe
        again who is told an error.
        """
        error = answer.errors[0] if answer.errors else None
        if error is None:
            self._fail(RequestError("BAD_USER_INPUT", "The subscription selects nothing."))
        elif error["extensions"]["code"] == NotFound.code and self.revision >= 0:
            self._complete()  # The LIVE has gone.
        elif self.revision >= 0 or is_retryable(error):
            self._wake_in(_AGAIN_SECONDS)
        else:
            code, message = error["extensions"]["code"], error["message"]
            self._fail(RequestError(code, message, errors=answer.errors))

    def _tell(
        self, answer: Answer, session: Session, derived: SessionState, operation: Operation
    ) -> None:
        was_over = self._telling.is_over
        has_failed = any(map(is_retryable, answer.errors))
        assert answer.data is not None
        answer.errors = self._telling.keep_good(answer.data, answer.errors)
        has_rest = all(map(self.shape.is_of_panel, answer.errors))
        is_whole = has_rest and NEXT_LIVE not in operation.next_refreshes
        reason = self._telling.tell(answer.data, session, derived, is_whole=is_whole)
        next_look = self._next_look.at(
            operation,
            is_over=self._telling.is_over,
            has_failed=has_failed,
            follow_seconds=self._all.follow_seconds,
        )
        is_last = self._telling.is_over and next_look is None
        if reason is not None or is_last:
            ended_at = None if was_over else derived.ended_at
            fetch_after = self._all.crowd.fetch_after_ms(session, ended_at, operation.now)
            self._send(answer, reason or UpdateReason.PANELS, fetch_after, is_last=is_last)
        if is_last:
            self._complete()
        elif next_look is not None:
            self._wake_in(self._all.seconds_until(next_look))

    def _send(
        self, answer: Answer, reason: UpdateReason, fetch_after_ms: int, *, is_last: bool
    ) -> None:
        last_seen, self._last_event_id = self._last_event_id, None
        answer.event_id = self._telling.event_id
        if answer.event_id == last_seen or self._sink is None or answer.data is None:
            return
        told: dict[str, Any] = {
            "changed": self._telling.changed,
            "reason": reason.name,
            "fetchAfterMs": fetch_after_ms,
            "isLast": is_last,
        }
        update = answer.data[self.shape.root]
        # What the document leaves out by @skip or @include stays left out.
        for key, name in self.shape.fields:
            if key in update and name in told:
                update[key] = told[name]
        if self.prepared.on_error is OnError.HALT:
            answer.halt()
        self._sink.send(answer)
        assert self._operation is not None, "an update is told while its operation runs"
        due = self._operation.not_before or 0.0
        self._all.telemetry.delivered(reason.name, seconds=self._all.monotonic() - due)

    def _wake_in(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._sink is None:
            return
        # A little late, so that by then the clock says so, too.
        delay = max(seconds, 0.0) + _A_LITTLE
        self._timer = asyncio.get_running_loop().call_later(delay, self.be_due)

    def _complete(self) -> None:
        sink = self._sink
        self.close()
        if sink is not None:
            sink.complete()

    def _fail(self, error: RequestError) -> None:
        sink = self._sink
        self.close()
        if sink is not None:
            sink.fail(error)


def is_retryable(error: dict[str, Any]) -> bool:
    """Whether it may be gone when it is tried again."""
    return CODES[error["extensions"]["code"]].retryable
