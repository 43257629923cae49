"""The recordings service: the only writer of `recordings`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bson.int64 import Int64
from pymongo import MongoClient
from pymongo.errors import DuplicateKeyError

from upstreams.company.collections import database_of
from upstreams.company.documents import moment
from upstreams.company.identifiers import recording_id
from upstreams.company.recordings import (
    WATCHED,
    highlight_count,
    highlight_document,
    replay_document,
    replay_state,
)
from upstreams.company.sessions import Session
from upstreams.company.world import World
from upstreams.simulator.transitions import TooBusy, UnknownRecording
from upstreams.simulator.withdrawal import (
    DELETION,
    EXPIRY,
    RESTRICTION,
    Document,
    Withdrawal,
)

PROCESSING_SECONDS = 15.0
FIRST_HIGHLIGHT_SECONDS = 9.0
HIGHLIGHT_EVERY_SECONDS = 3.0
_ATTEMPTS = 20
_ENDED = frozenset({"READY", "PARTIAL", "FAILED", "DELETED", "NOT_SAVED", "RESTRICTED", "EXPIRED"})


class RecordingsService:
    """Makes the replay of an ended LIVE, its highlights one after the other, and withdraws them."""

    def __init__(
        self,
        client: MongoClient[dict[str, Any]],
        world: World,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.recordings = database_of(client)["recordings"]
        self._world = world
        self._clock = clock

    def begin(self, session_document: Mapping[str, Any]) -> bool:
        """Begin to process the replay of a session that has just ended; return whether it does.

        Beginning twice does no harm.
        """
        session = self._world.session_from(session_document)
        if session is None or session.is_practice or session.ended_at(self._clock()) is None:
            return False
        state, reason = replay_state(session, self._clock())
        if state != "NOT_SAVED":
            state, reason = "PROCESSING", None
        self._insert(self._replay(session, state, reason))
        return state == "PROCESSING"

    def finish(self, session_document: Mapping[str, Any]) -> str | None:
        """Finish a replay that is being processed and return its state, None when there is none."""
        session = self._world.session_from(session_document)
        if session is None:
            return None
        identifier = recording_id(session.id, 0)
        present = self.recordings.find_one({"_id": identifier})
        if present is None or present["state"] in _ENDED:
            return None if present is None else str(present["state"])
        state, reason = replay_state(session, self._clock())
        following = self._replay(session, state, reason)
        following["ready_at"] = following["ready_at"] and moment(self._clock())
        following["revision"] = Int64(present["revision"] + 1)
        expected = {"_id": identifier, "revision": present["revision"]}
        self.recordings.replace_one(expected, following)
        return state

    def look_again(self, live_ids: Sequence[str], *, within: float) -> None:
        """Put off the next look at replays that stay in processing and are due `within` seconds."""
        now = self._clock()
        self.recordings.update_many(
            {
                "live_id": {"$in": list(live_ids)},
                "state": "PROCESSING",
                "next_check_at": {"$lte": moment(now + within)},
            },
            {
                "$set": {"next_check_at": moment(now + PROCESSING_SECONDS)},
                "$inc": {"revision": Int64(1)},
            },
        )

    def add_highlight(self, session_document: Mapping[str, Any], position: int) -> bool:
        """Add highlight `position` when the session has so many; return whether it does.

        None is cut from a LIVE whose replay will not be watched.
        """
        session = self._world.session_from(session_document)
        ended = None if session is None else session.ended_at(self._clock())
        if session is None or ended is None or position > highlight_count(session):
            return False
        if replay_state(session, self._clock())[0] not in WATCHED:
            return False
        highlight = highlight_document(session, position, ended=ended)
        highlight["ready_at"] = moment(self._clock())
        self._insert(highlight)
        return True

    def delete(self, identifier: str) -> Document:
        """Delete a recording for its creator; return its document; raises SimulatorError.

        This and the two below do nothing when it is so already.
        """
        return self._withdraw(identifier, DELETION)

    def restrict(self, identifier: str) -> Document:
        """Restrict a recording for a violation; return its document; raises SimulatorError."""
        return self._withdraw(identifier, RESTRICTION)

    def expire(self, identifier: str) -> Document:
        """End the time that a recording is kept; return its document; raises SimulatorError."""
        return self._withdraw(identifier, EXPIRY)

    def found(self, identifier: str) -> Document:
        """Return a recording's document; raises UnknownRecording."""
        document = self.recordings.find_one({"_id": identifier})
        if document is None:
            raise UnknownRecording(f"there is no recording {identifier!r}")
        return document

    def _withdraw(self, identifier: str, withdrawal: Withdrawal) -> Document:
        for _ in range(_ATTEMPTS):
            document = self.found(identifier)
            following = withdrawal.of(document, self._clock())
            if following is None:
                return document
            expected = {"_id": identifier, "revision": document["revision"]}
            if self.recordings.replace_one(expected, following).matched_count:
                return following
        raise TooBusy(f"recording {identifier} was written by others {_ATTEMPTS} times in between")

    def _replay(self, session: Session, state: str, reason: str | None) -> dict[str, Any]:
        now = self._clock()
        return replay_document(
            session,
            state=state,
            reason=reason,
            ended=session.ended_at(now) or now,
            next_check=now + PROCESSING_SECONDS,
        )

    def _insert(self, document: dict[str, Any]) -> None:
        try:
            self.recordings.insert_one(document)
        except DuplicateKeyError:
            # The command that ended the LIVE and the running simulator both saw the end.
            return
