"""Withdrawal: how a recording is taken away: by its creator, by the platform, or by time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bson.int64 import Int64

from upstreams.company.documents import moment
from upstreams.company.recordings import KEPT_AFTER_EXPIRY, REASONS, WATCHED
from upstreams.simulator.transitions import IllegalTransition

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One way. `taken` gives the fields that change beside state and reason, at a unix time."""

    command: str
    state: str
    reason: str
    possible_in: frozenset[str]
    taken: Callable[[Mapping[str, Any], float], Document]

    def of(self, document: Document, now: float) -> Document | None:
        """Return the document after it, None when it is so already; raises IllegalTransition."""
        state = document["state"]
        if state == self.state:
            return None
        if state not in self.possible_in:
            expected = ", ".join(sorted(self.possible_in))
            raise IllegalTransition(
                f"cannot {self.command} recording {document['_id']}: "
                f"it is {state}, expected {expected}"
            )
        return {
            **document,
            **self.taken(document, now),
            "state": self.state,
            "reason": self.reason,
            "next_check_at": None,
            "revision": Int64(document["revision"] + 1),
        }


def _all(document: Mapping[str, Any], now: float) -> Document:
    """What is deleted leaves no more than that it was there."""
    return {
        "duration_seconds": 0.0,
        "size_bytes": Int64(0),
        "segments": [],
        "file": None,
        "poster": None,
        "ready_at": None,
        "expires_at": None,
    }


def _files(document: Mapping[str, Any], now: float) -> Document:
    """What has expired is told of for a while, after its files are gone."""
    without = {"size_bytes": Int64(0), "file": None}
    return {
        **without,
        "segments": [{**segment, **without} for segment in document["segments"]],
        "expires_at": moment(now),
        "purge_at": moment(now + KEPT_AFTER_EXPIRY),
    }


def _nothing(document: Mapping[str, Any], now: float) -> Document:
    """What is restricted keeps its files: who serves them has to look at the state."""
    return {}


DELETION = Withdrawal(
    "delete",
    "DELETED",
    REASONS["DELETED"],
    WATCHED | {"PROCESSING", "FAILED", "RESTRICTED", "EXPIRED"},
    _all,
)
RESTRICTION = Withdrawal("restrict", "RESTRICTED", REASONS["RESTRICTED"], WATCHED, _nothing)
EXPIRY = Withdrawal("expire", "EXPIRED", REASONS["EXPIRED"], WATCHED | {"RESTRICTED"}, _files)
