"""Equality: before anything is measured, every gateway gives the same answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import aiohttp

from tests.bench.gateways import Gateway
from tests.bench.kinds import HELLO
from tests.bench.rounds import asked_of
from tests.bench.scenarios import Asking, Request, Scenario, known

_CURSORS = frozenset({"cursor", "startCursor", "endCursor"})
_HEADERS = {"content-type": "application/json", "accept": "application/json"}


class NotEqualError(Exception):
    """Two gateways answer the same question differently; the message says where."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How much was compared: answers, and single values in them, with each peer."""

    answers: int
    values: int


async def prove_equal(
    gateways: Sequence[Gateway], asking: Asking, scenarios: Sequence[Scenario], *, each: int
) -> Proof:
    """Ask every gateway the same, ``each`` times an operation. Raises NotEqualError."""
    ours, *others = gateways
    answers = values = 0
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120)) as client:
        for scenario in _different(scenarios):
            peers = [peer for peer in asked_of(scenario, others) if peer.kind != HELLO]
            pages = replace(scenario, is_known=False)
            for number, request in enumerate(asking.of(pages, each) if peers else ()):
                expected = await _data(client, ours, request)
                answers += 1
                values += sum(1 for _ in _leaves(expected, ""))
                asked = known(request, told=number == 0) if scenario.is_known else request
                if scenario.is_reopened:
                    expected = _ageless(expected)
                for peer in peers:
                    found = await _data(client, peer, asked)
                    found = _ageless(found) if scenario.is_reopened else found
                    _compare(expected, found, peer, scenario.operation)
    return Proof(answers, values)


def _ageless(value: Any) -> Any:
    """A value without what says that it was read before: of what is kept that is no difference."""
    if isinstance(value, dict):
        return {name: _ageless(item) for name, item in value.items() if name != "isStale"}
    return [_ageless(item) for item in value] if isinstance(value, list) else value


def _different(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """One scenario for each operation and way to ask for it."""
    found = {(one.operation, one.only, one.is_known): one for one in scenarios}
    return list(found.values())


async def _data(client: aiohttp.ClientSession, gateway: Gateway, request: Request) -> Any:
    """What a gateway answers, without the moment at which it was asked."""
    headers = {**_HEADERS, "authorization": f"Bearer {request.token}"}
    if gateway.kind.is_rest:
        async with client.get(gateway.address + request.rest, headers=headers) as response:
            if response.status != 200:
                raise NotEqualError(f"{gateway.kind.name} answers {response.status}")
            answer = {"data": await response.json()}
    else:
        body = request.body.encode()
        async with client.post(gateway.url, data=body, headers=headers) as response:
            answer = await response.json(content_type=None)
    if answer.get("errors") or not answer.get("data"):
        raise NotEqualError(f"{gateway.kind.name} answers with errors: {answer.get('errors')}")
    data: dict[str, Any] = answer["data"]
    page = data.get("endPage", {})
    page.pop("servedAt", None)
    # Recordings are read from the database as they are now.
    page.get("recordings", {}).pop("asOf", None)
    return _unsealed(data)


def _unsealed(value: Any) -> Any:
    """The same with one word for every cursor: each gateway seals them in its own way."""
    if isinstance(value, list):
        return [_unsealed(item) for item in value]
    if isinstance(value, dict):
        is_there = {name for name in _CURSORS if value.get(name) is not None}
        return {
            name: "sealed" if name in is_there else _unsealed(item) for name, item in value.items()
        }
    return value


def _compare(expected: Any, found: Any, peer: Gateway, operation: str) -> None:
    if expected == found:
        return
    ours, theirs = dict(_leaves(expected, "")), dict(_leaves(found, ""))
    for path in {**ours, **theirs}:
        if ours.get(path) != theirs.get(path):
            message = (
                f"{operation}{path}: {ours.get(path)!r}, {peer.kind.name} {theirs.get(path)!r}"
            )
            raise NotEqualError(message)
    raise NotEqualError(f"{operation}: {peer.kind.name} answers in another form")


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every value that is not made of others, by its path; an empty list or object is one, too."""
    if isinstance(value, dict) and value:
        for name, item in value.items():
            yield from _leaves(item, f"{path}.{name}")
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from _leaves(item, f"{path}[{index}]")
    else:
        yield path, value
