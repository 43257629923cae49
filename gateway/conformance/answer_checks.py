"""Answer checks: that there is an answer, who gets one, in which form, and how soon."""

from __future__ import annotations

import secrets

import msgspec

from gateway.conformance.check import Check, NotMade, Unmet
from gateway.conformance.conversation import Conversation, named
from gateway.conformance.reading import Unreadable, envelope_of, items_of
from gateway.conformance.service import Unreachable
from loaders.envelope import error_of
from loaders.errors import SourceUnavailable
from loaders.upstream import MOST_BYTES, PASSING_STATUSES

# As many as the gateway names when a call serves several operations.
_REQUEST_IDS = 8


async def _alive(talk: Conversation) -> str:
    answered = await talk.service.alive()
    return _met(answered.status == 200, f"status {answered.status}")


async def _credential(talk: Conversation) -> str:
    missing = await talk.service.read(talk.keys, without=["authorization"])
    other = {"authorization": f"Bearer {secrets.token_urlsafe(24)}"}
    wrong = await talk.service.read(talk.keys, headers=other)
    got = f"status {missing.status} without one, {wrong.status} with another"
    return _met(missing.status == wrong.status == 401, got)


async def _status(talk: Conversation) -> str:
    status = (await talk.whole()).status
    return _met(status == 200, f"status {status}")


async def _media_type(talk: Conversation) -> str:
    told = (await talk.whole()).headers.get("content-type", "none")
    return _met(told.startswith("application/json"), told)


async def _encoding(talk: Conversation) -> str:
    told = (await talk.whole()).headers.get("content-encoding")
    return _met(told is None, f"Content-Encoding: {told}" if told else "no Content-Encoding")


async def _envelope(talk: Conversation) -> str:
    found = items_of((await talk.whole()).body)
    return f"code 0 and {_items(len(found))}"


async def _request_id(talk: Conversation) -> str:
    told = ",".join(secrets.token_hex(16) for _ in range(_REQUEST_IDS))
    answered = await talk.service.read(talk.keys[:1], headers={"x-request-id": told})
    try:
        envelope = msgspec.json.decode(answered.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotMade("the answer cannot be read") from error
    given = envelope.get("request_id") if isinstance(envelope, dict) else None
    return _met(given == told, "the same" if given == told else "another one, or none")


async def _many_keys(talk: Conversation) -> str:
    found = items_of((await talk.largest()).body)
    missing = [key for key in talk.many if key.identity not in found]
    if missing:
        raise Unmet(f"no item for {named(missing)}")
    return f"{_items(len(talk.many))}"


async def _size(talk: Conversation) -> str:
    try:
        size = len((await talk.largest()).body)
    except Unreachable as error:
        raise NotMade("there was no answer") from error
    return _met(size <= MOST_BYTES, f"{size:,} bytes")


async def _in_time(talk: Conversation) -> str:
    most = talk.subject.within_ms
    told = {"x-time-left-ms": str(most)}
    answered = await talk.service.read(talk.keys, headers=told, within=most / 1000)
    got = f"{answered.seconds * 1000:.0f} ms"
    return _met(answered.seconds * 1000 <= most, got)


async def _little_time(talk: Conversation) -> str:
    answered = await talk.service.read(talk.keys[:1], headers={"x-time-left-ms": "1"})
    if answered.status in PASSING_STATUSES or answered.status >= 500:
        return f"status {answered.status}"
    if answered.status != 200:
        raise Unmet(f"status {answered.status}")
    code = envelope_of(answered.body).code
    is_passing = code == 0 or isinstance(error_of(code, talk.subject.service), SourceUnavailable)
    return _met(is_passing, f"code {code}")


async def _trace(talk: Conversation) -> str:
    parent = f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
    headers = {"traceparent": parent, "tracestate": "endpage=conformance"}
    answered = await talk.service.read(talk.keys[:1], headers=headers)
    if answered.status != 200:
        raise Unmet(f"status {answered.status}")
    found = items_of(answered.body)
    return _met(talk.keys[0].identity in found, _items(len(found)))


async def _bad_body(talk: Conversation) -> str:
    return await _refused(talk, b'{"sessions": [')


async def _unknown_group(talk: Conversation) -> str:
    live = talk.subject.lives[0]
    key = {
        "live_id": live.id,
        "on_behalf_of": live.creator,
        "language": talk.subject.language,
        "groups": ["no_such_group"],
    }
    return await _refused(talk, msgspec.json.encode({"sessions": [key], "creators": []}))


async def _refused(talk: Conversation, body: bytes) -> str:
    """What was said to a read that is at fault itself; Unmet when it is said to pass."""
    answered = await talk.service.post(body)
    got = f"status {answered.status}"
    if answered.status in PASSING_STATUSES or answered.status >= 500:
        raise Unmet(got)
    if answered.status == 200:
        try:
            code = envelope_of(answered.body).code
        except Unreadable as error:
            raise Unmet(str(error)) from error
        got = f"{got} with code {code}"
        if code and isinstance(error_of(code, talk.subject.service), SourceUnavailable):
            raise Unmet(got)
    return got


def _met(is_met: bool, got: str) -> str:
    if not is_met:
        raise Unmet(got)
    return got


def _items(count: int) -> str:
    return f"{count} item" if count == 1 else f"{count} items"


_ALL = "every LIVE and creator with every group"
_MANY = "80 keys, or as many as the LIVEs make in twenty languages"
ANSWER_CHECKS = (
    Check("alive", "GET /livez", "status 200", _alive),
    Check(
        "credential", "reads without a credential and with another one", "401 for both", _credential
    ),
    Check("status", _ALL, "status 200", _status),
    Check("media type", _ALL, "application/json", _media_type),
    Check("encoding", f"{_ALL}, as Accept-Encoding: identity", "no Content-Encoding", _encoding),
    Check("envelope", _ALL, "code 0, and data with sessions and creators", _envelope),
    Check(
        "request id", "a read with eight ids in X-Request-Id", "request_id is the same", _request_id
    ),
    Check("many keys", _MANY, "an item for each", _many_keys),
    Check("size", _MANY, f"at most {MOST_BYTES:,} bytes", _size),
    Check("in time", "X-Time-Left-Ms of what a caller waits", "an answer within it", _in_time),
    Check(
        "little time",
        "X-Time-Left-Ms: 1",
        "an answer, or an error that passes: 36009007, 408, 429, 5xx",
        _little_time,
    ),
    Check("trace", "a read with traceparent and tracestate", "an item", _trace),
    Check("bad body", "a body that is no JSON", "refused, and not as what passes", _bad_body),
    Check(
        "unknown group",
        "a group that there is not",
        "refused, or left out, and not as what passes",
        _unknown_group,
    ),
)
