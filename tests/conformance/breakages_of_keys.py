"""Services that mix up who asked for what, each in one way."""

from __future__ import annotations

import asyncio

from starlette.responses import Response

from loaders.names import SHOP
from tests.conformance.breakable import (
    Asked,
    Breakage,
    Envelope,
    answer,
    creator_items,
    refusal,
    session_items,
)
from tests.conformance.lives import KEYS

NOBODYS = "tlh"
UNKNOWN = "7299999999999999999"
READY = {"code": 0, "status": "READY", "as_of": "1700000000", "groups": {}, "errors": []}


def _forgets_one(asked: Asked, envelope: Envelope) -> Envelope:
    if asked.size == KEYS:
        session_items(envelope).pop()
    return envelope


def _falls_back(asked: Asked, envelope: Envelope) -> Envelope:
    """It tells which language the words are in, and not which was asked for."""
    for item in session_items(envelope):
        if item["language"] == NOBODYS:
            item["language"] = "en"
    return envelope


class _OneAtATime:
    """It refuses a second read while one is under way, and lets the first one wait for it."""

    def __init__(self) -> None:
        self._is_busy = False
        self._refused = asyncio.Event()

    async def __call__(self, asked: Asked) -> Response | None:
        if not _is_one_of_four(asked) or self._refused.is_set():
            return None
        if self._is_busy:
            self._refused.set()
            return answer(refusal(36009002), 429)
        self._is_busy = True
        await self._refused.wait()
        return None


def _is_one_of_four(asked: Asked) -> bool:
    """Whether it asks for all of one LIVE, and for nothing that other checks want."""
    headers = asked.headers
    is_plain = headers["x-request-id"] == "conformance" and "traceparent" not in headers
    groups = asked.read.sessions[0].groups if asked.read and asked.size == 1 else ()
    return is_plain and headers["x-time-left-ms"] != "1" and len(groups) > 1


def _knows_unknown(asked: Asked, envelope: Envelope) -> Envelope:
    """A LIVE that there is not is one of which there is nothing to say."""
    for item in _refused(envelope, beside_own=True):
        if item.get("live_id") == UNKNOWN:
            item.update(READY)
    return envelope


def _shows_strangers(asked: Asked, envelope: Envelope) -> Envelope:
    for item in _refused(envelope, beside_own=True):
        if item.get("live_id", UNKNOWN) != UNKNOWN:
            item.update(READY)
    return envelope


def _shows_creators(asked: Asked, envelope: Envelope) -> Envelope:
    for item in creator_items(envelope):
        if item["code"]:
            item.update(READY)
    return envelope


def _tells_whose(asked: Asked, envelope: Envelope) -> Envelope:
    for item in _refused(envelope, beside_own=False):
        if item["live_id"] != UNKNOWN:
            item["message"] = "it is another creator's"
    return envelope


def _says_more(asked: Asked, envelope: Envelope) -> Envelope:
    if asked.read is not None and asked.size == 1 and not asked.read.sessions[0].groups:
        session_items(envelope)[0]["groups"] = {"earned": {}}
    return envelope


def _refused(envelope: Envelope, *, beside_own: bool) -> list[Envelope]:
    """The refused items, of a call in which something else is told or not."""
    items = session_items(envelope)
    has_own = any(item["code"] == 0 for item in items)
    return [item for item in items if item["code"]] if has_own is beside_own else []


def breakages_of_keys() -> tuple[Breakage, ...]:
    """They, anew: one of them remembers what it was asked."""
    return (
        Breakage("every key", change=_forgets_one),
        Breakage("languages", change=_falls_back),
        Breakage("at once", service=SHOP, instead=_OneAtATime()),
        Breakage("unknown", change=_knows_unknown),
        Breakage("somebody else's", change=_shows_strangers),
        Breakage("another creator", change=_shows_creators),
        Breakage("told alike", change=_tells_whose),
        Breakage("as asked", change=_says_more),
    )
