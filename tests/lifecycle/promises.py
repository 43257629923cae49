"""Promises: what a subscriber may rely on, checked with every update.

It is a client as the README asks for: it drops what is older than what it knows, and of two
updates with one revision it takes the later, since the clock alone may end a LIVE.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

# Within one revision the clock takes a LIVE on from left to right, and never back.
_BY_THE_CLOCK = ("SCHEDULED", "LIVE", "PAUSED", "ENDING", "ENDED")
_OVER = frozenset({"ENDED", "CANCELLED"})
# Each of these tells a state that the same connection has not told before.
_NEWS = frozenset({"SNAPSHOT", "TRANSITION", "CORRECTION"})
# What the LIVE's document says of an end: one revision has one truth.
_FACTS = ("endReason", "endedAt", "endPageState")


class Promises:
    """What one client knows over all its connections, and what the current one has told."""

    def __init__(self) -> None:
        self.session: dict[str, Any] | None = None
        self.updates: list[dict[str, Any]] = []
        self.ends: Counter[int] = Counter()
        self._told: list[dict[str, Any]] = []

    @property
    def is_last(self) -> bool:
        """Whether the connection has told that nothing more will come."""
        return bool(self._told) and bool(self._told[-1]["isLast"])

    @property
    def has_told(self) -> bool:
        """Whether this connection has told anything."""
        return bool(self._told)

    def connect(self) -> None:
        """A new connection: it knows nothing of what others have told."""
        self._told = []

    def take(self, update: dict[str, Any]) -> None:
        """One update of this connection; raises AssertionError when a promise is broken."""
        assert not self.is_last, "an update came after the last one"
        session, reason = update["session"], update["reason"]
        assert (reason == "SNAPSHOT") is (not self._told), reason
        if self._told:
            assert session["revision"] >= self._told[-1]["session"]["revision"], "revisions fell"
        if reason in _NEWS:
            told = [one["session"] for one in self._told if one["reason"] in _NEWS]
            assert all(_name(one) != _name(session) for one in told), "a state was told twice"
        assert session["state"] in _OVER or not update["isLast"], "the last one tells no end"
        self._told.append(update)
        self.updates.append(update)
        self._learn(session)

    def _learn(self, session: dict[str, Any]) -> None:
        known, self.session = self.session, session
        if known is None or session["revision"] > known["revision"]:
            self._note(session)
        elif session["revision"] < known["revision"]:
            self.session = known
        elif session["state"] != known["state"]:
            before, after = map(_BY_THE_CLOCK.index, (known["state"], session["state"]))
            assert before < after, f"{known} went back to {session}"
            self._note(session)
        else:
            assert all(session[fact] == known[fact] for fact in _FACTS), (known, session)

    def _note(self, session: dict[str, Any]) -> None:
        if session["state"] in _OVER:
            self.ends[session["revision"]] += 1
            assert self.ends[session["revision"]] == 1, "an end was seen twice"


def _name(session: dict[str, Any]) -> tuple[int, str, bool]:
    # The next LIVE may be written after the end that names it: then the end is told anew.
    return session["revision"], session["state"], session["continuedBy"] is None
