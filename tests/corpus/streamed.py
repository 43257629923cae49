"""Streamed: the same requests by clients who like a stream better, and what they are told then."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.corpus.case import Case, answer
from tests.gateway.asking import JSON
from tests.gateway.raw_http import Told
from tests.gateway.streaming import EVENTS, PARTS

_END = b"event: complete\ndata:\n\n"
_BEHIND = b"X-Request-Id: corpus\r\n"
# A refusal of HTTP stays one; what is wrong with the GraphQL is told in the stream.
_OF_GRAPHQL = b'"code":"GRAPHQL_'
_RETRY = re.compile(rb"^retry: [1-9][0-9]{3}\n")


def in_events(case: Case) -> Case:
    """A query in an event stream: in one piece, because it is known whole before it is told."""
    if not _is_persuaded(case):
        return case
    return replace(_accepting(case, EVENTS), told=tuple(map(_in_events, _persuaded(case))))


def in_parts(case: Case) -> Case:
    """A query where parts are liked better: it has none, and is answered as ever."""
    if not _is_persuaded(case):
        return case
    return replace(_accepting(case, PARTS), told=_persuaded(case))


def known_retry(body: bytes) -> bytes:
    """The stream with a known word for the milliseconds, which are others each time."""
    return _RETRY.sub(b"retry: <ms>\n", body)


def _is_persuaded(case: Case) -> bool:
    """Whether nothing else in the request says which answers are liked."""
    return b"\r\nAccept: " not in case.sent or _refuses_all(case)


def _refuses_all(case: Case) -> bool:
    return case.name == "nothing can be accepted"


def _persuaded(case: Case) -> tuple[Told, ...]:
    """What is told to who accepts more than the case itself does."""
    return (answer(),) if _refuses_all(case) else case.told


def _accepting(case: Case, accept: str) -> Case:
    line = b"Accept: " + accept.encode() + b"\r\n"
    return replace(case, sent=case.sent.replace(_BEHIND, _BEHIND + line))


def _in_events(told: Told) -> Told:
    if told.status == 304:
        # A stream is never kept, and so nobody's copy of it holds.
        return _in_events(answer())
    if not told.body.startswith(b'{"data":') and _OF_GRAPHQL not in told.body:
        return told
    body = b"event: next\ndata: " + told.body + b"\n\n" + _END
    changed = {
        "content-type": f"{EVENTS}; charset=utf-8",
        "content-length": str(len(body)),
        "cache-control": "no-store",
        "x-accel-buffering": "no",
    }
    kept = {name: value for name, value in told.headers.items() if name != "etag"}
    assert kept["content-type"].startswith((JSON, EVENTS))
    return Told(told.status, {**kept, **changed}, body)
