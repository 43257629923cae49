"""Services that answer wrongly, or to whom they should not, each in one way."""

from __future__ import annotations

import gzip

import msgspec
from starlette.responses import Response

from tests.conformance.breakable import Asked, Breakage, Envelope, answer, refusal
from tests.conformance.lives import KEYS, MOST_KEYS, WITHIN_MS


async def _hangs(asked: Asked) -> Response | None:
    """Nothing is said until the client has left."""
    if asked.headers["x-time-left-ms"] != str(WITHIN_MS):
        return None
    while (await asked.request.receive())["type"] != "http.disconnect":
        pass
    return answer({}, 504)


async def _minds_little_time(asked: Asked) -> Response | None:
    return answer(refusal(36009004), 400) if asked.headers["x-time-left-ms"] == "1" else None


async def _minds_traces(asked: Asked) -> Response | None:
    return answer(refusal(36009004), 400) if "traceparent" in asked.headers else None


async def _falls_over_bad_bodies(asked: Asked) -> Response | None:
    return answer(refusal(98001001), 500) if asked.read is None else None


def _falls_over_groups(asked: Asked, envelope: Envelope) -> Envelope | Response:
    is_unknown = asked.read is not None and envelope["code"] == 36009004
    return answer(refusal(36009002)) if is_unknown else envelope


def _accepted(asked: Asked, envelope: Envelope) -> Envelope | Response:
    return answer(envelope, 202) if asked.size == KEYS else envelope


def _as_text(asked: Asked, envelope: Envelope) -> Envelope | Response:
    return answer(envelope, content_type="text/plain")


def _zipped(asked: Asked, envelope: Envelope) -> Envelope | Response:
    body = gzip.compress(msgspec.json.encode(envelope), compresslevel=1)
    headers = {"content-encoding": "gzip"}
    return Response(body, headers=headers, media_type="application/json")


def _without_envelope(asked: Asked, envelope: Envelope) -> Envelope | Response:
    return envelope["data"] if asked.size == KEYS else envelope


def _own_request_id(asked: Asked, envelope: Envelope) -> Envelope | Response:
    return {**envelope, "request_id": "mine"}


def _not_all(asked: Asked, envelope: Envelope) -> Envelope | Response:
    if asked.size == MOST_KEYS:
        envelope["data"]["sessions"] = envelope["data"]["sessions"][:20]
    return envelope


def _padded(asked: Asked, envelope: Envelope) -> Envelope | Response:
    padding = " " * (3 * 1024 * 1024 if asked.size == MOST_KEYS else 0)
    return {**envelope, "message": padding}


BREAKAGES_OF_ANSWERS = (
    Breakage("alive", is_alive=False),
    Breakage("credential", asks_who=False),
    Breakage("status", change=_accepted),
    Breakage("media type", change=_as_text),
    Breakage("encoding", change=_zipped),
    Breakage("envelope", change=_without_envelope),
    Breakage("request id", change=_own_request_id),
    Breakage("many keys", change=_not_all),
    Breakage("size", change=_padded),
    Breakage("in time", instead=_hangs, within_ms=WITHIN_MS),
    Breakage("little time", instead=_minds_little_time),
    Breakage("trace", instead=_minds_traces),
    Breakage("bad body", instead=_falls_over_bad_bodies),
    Breakage("unknown group", change=_falls_over_groups),
)
