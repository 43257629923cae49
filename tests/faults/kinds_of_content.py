"""Kinds of content: good HTTP, and a body that is not what the contract says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.faults.exchange import Exchange, answer
from tests.faults.kind import AWAY, BAD, SECRET, Kind, of_answer
from tests.faults.proxy import AtRequest

Envelope = dict[str, Any]
_PARTS = ("sessions", "creators")


def _body(body: bytes) -> AtRequest:
    async def say(exchange: Exchange) -> None:
        await exchange.send(answer(body))

    return say


def _said(said: Any) -> AtRequest:
    return _body(json.dumps(said).encode())


def _changed(change: Callable[[Envelope], None]) -> AtRequest:
    async def say(exchange: Exchange) -> None:
        envelope = json.loads(await exchange.body())
        change(envelope)
        await exchange.send(answer(json.dumps(envelope).encode()))

    return say


def _cut(part: float) -> AtRequest:
    """A body that is shorter than it was, and says so."""

    async def say(exchange: Exchange) -> None:
        body = await exchange.body()
        await exchange.send(answer(body[: int(len(body) * part)]))

    return say


async def _doubled_names(exchange: Exchange) -> None:
    """An object that names a field twice: what comes last counts, as everywhere."""
    body = await exchange.body()
    await exchange.send(answer(body.replace(b'{"code"', b'{"code":98001001,"code"', 1)))


async def _not_utf_8(exchange: Exchange) -> None:
    body = await exchange.body()
    await exchange.send(answer(body.replace(b'"Success"', b'"\xff\xfe\xc0"', 1)))


def _reversed(envelope: Envelope) -> None:
    for part in _PARTS:
        envelope["data"][part].reverse()
        for item in envelope["data"][part]:
            item["groups"] = dict(reversed(item["groups"].items()))


def _doubled(envelope: Envelope) -> None:
    for part in _PARTS:
        envelope["data"][part] *= 2


def _strangers(envelope: Envelope) -> None:
    """Items that nobody has asked for stand between the others."""
    for part in _PARTS:
        ours = envelope["data"][part]
        theirs = [{**item, "on_behalf_of": "6899999999999999999"} for item in ours]
        envelope["data"][part] = [*theirs, *ours]


def _missing(envelope: Envelope) -> None:
    for part in _PARTS:
        envelope["data"][part] = []


def _somebody_elses(envelope: Envelope) -> None:
    for part in _PARTS:
        for item in envelope["data"][part]:
            item["on_behalf_of"] = "6899999999999999999"


def _no_groups(envelope: Envelope) -> None:
    for part in _PARTS:
        for item in envelope["data"][part]:
            item["groups"] = {}


def _odd_groups(envelope: Envelope) -> None:
    for part in _PARTS:
        for item in envelope["data"][part]:
            item["groups"] = {name: {"odd": [SECRET]} for name in item["groups"]}


def _odd_items(envelope: Envelope) -> None:
    for part in _PARTS:
        envelope["data"][part] = [17, None, SECRET, [[]], {"live_id": {}}]


def _odd_times(envelope: Envelope) -> None:
    for part in _PARTS:
        for item in envelope["data"][part]:
            item["as_of"] = "9" * 40


def _no_times(envelope: Envelope) -> None:
    for part in _PARTS:
        for item in envelope["data"][part]:
            del item["as_of"]


def _failed_items(envelope: Envelope) -> None:
    for part in _PARTS:
        for item in envelope["data"][part]:
            item.update(code=98001001, message=SECRET, groups={})


def _failed_groups(envelope: Envelope) -> None:
    for part in _PARTS:
        for item in envelope["data"][part]:
            item["errors"] = [
                {"group": name, "code": 98001001, "message": SECRET} for name in item["groups"]
            ]
            item["groups"] = {}


def _more_fields(envelope: Envelope) -> None:
    envelope["new"] = {"in": "the next version"}
    for part in _PARTS:
        for item in envelope["data"][part]:
            item["new"] = [1, 2, 3]
            item["groups"]["new"] = {"a": None}


_DEEP = b'{"code": 0, "data": ' + b'{"sessions": [' * 100_000
_DEEP_GROUP = b'{"code": 0, "data": {"sessions": [{"groups": {"sales": ' + b"[" * 200_000

KINDS_OF_CONTENT: tuple[Kind, ...] = (
    of_answer("empty", {BAD}, _body(b"")),
    of_answer("garbage-content", {BAD}, _body(b"\x00\xff" + SECRET.encode())),
    of_answer("garbage-json", {BAD}, _said([1, {"a": SECRET}])),
    of_answer("a-number", {BAD}, _body(b"3")),
    of_answer("truncated", {BAD}, _cut(0.5)),
    of_answer("cut-by-a-little", {BAD}, _cut(0.999)),
    of_answer("deep", {BAD}, _body(_DEEP)),
    of_answer("deep-group", {BAD}, _body(_DEEP_GROUP)),
    of_answer("not-utf-8", set(), _not_utf_8),
    of_answer("wrong-schema", {BAD}, _said({"code": "0", "data": [SECRET]})),
    of_answer("odd-code", {BAD}, _said({"code": 10**30, "data": {"sessions": []}})),
    of_answer("data-null", {BAD}, _said({"code": 0, "message": "Success", "data": None})),
    of_answer("error-in-200", {AWAY}, _said({"code": 98001001, "message": SECRET, "data": None})),
    of_answer("missing-keys", {BAD}, _changed(_missing)),
    of_answer("somebody-elses", {BAD}, _changed(_somebody_elses)),
    of_answer("odd-items", {BAD}, _changed(_odd_items)),
    of_answer("odd-times", {BAD}, _changed(_odd_times)),
    of_answer("no-times", {BAD}, _changed(_no_times)),
    of_answer("no-groups", {BAD}, _changed(_no_groups)),
    of_answer("odd-groups", {BAD}, _changed(_odd_groups)),
    of_answer("failed-items", {AWAY}, _changed(_failed_items)),
    of_answer("failed-groups", {AWAY}, _changed(_failed_groups)),
    of_answer("doubled-names", set(), _doubled_names),
    of_answer("doubled-items", set(), _changed(_doubled)),
    of_answer("wrong-order", set(), _changed(_reversed)),
    of_answer("strangers", set(), _changed(_strangers)),
    of_answer("more-fields", set(), _changed(_more_fields)),
)
