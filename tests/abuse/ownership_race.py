"""Ownership race: everybody asks at once for what is theirs, and the company knows what that is."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from httpx_aiohttp import HttpxAiohttpClient

from resolvers.global_id import global_id
from tests.app.creator import Creator
from tests.app.product import DELAYS, Product
from tests.app.services import REWARDS, SHOP
from tests.gateway.streaming import events_of
from upstreams.company.sessions import Session
from upstreams.company.world import running_session_id
from upstreams.departments import DEPARTMENTS

_NUMBERS = "metrics { traffic { views { value } } } rewards { diamondsReceived items { rewardId } }"
_LIVE = f"sessionId title endPage {{ {_NUMBERS} }}"
PAGE = f"""query ($id: ID!, $other: ID!) {{
  liveSession(sessionId: $id) {{ {_LIVE} }} other: liveSession(sessionId: $other) {{ title }} }}"""
NODE = f"query ($id: ID!) {{ node(id: $id) {{ ... on LiveSession {{ {_LIVE} }} }} }}"
LIST = "{ viewer { creatorId liveSessions(first: 5) { nodes { sessionId title } } } }"
WATCH = f"subscription ($id: ID!) {{ liveSession(sessionId: $id) {{ session {{ {_LIVE} }} }} }}"
# What is older than this has settled, so that the company's numbers stand still.
_SETTLED_SECONDS = 20 * 86_400
_NO_LIMITS = httpx.Limits(max_connections=None)

Facts = dict[str, Any]


@dataclass
class Outcome:
    """How many were answered, of which creators and kinds; what was wrong; the calls behind it."""

    answers: int = 0
    creators: int = 0
    kinds: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    calls: int = 0


@dataclass(frozen=True)
class _Asked:
    """One creator's LIVE, somebody else's, and what is true of both creators."""

    creator: Creator
    session: Session
    other: Session
    truth: Facts
    titles: dict[str, str]


async def race(product: Product, *, requests: int) -> Outcome:
    """Ask so many things at once, of all kinds and creators in no order that anybody chose."""
    # httpx's own pool looks at every connection for every request.
    async with HttpxAiohttpClient(timeout=300, trust_env=False, limits=_NO_LIMITS) as client:
        return await _race(product, _everybody(product, client), requests=requests)


async def _race(product: Product, asked: list[_Asked], *, requests: int) -> Outcome:
    kinds: dict[str, Callable[[_Asked], Awaitable[str | None]]] = {
        "page": _page,
        "node": _node,
        "list": _list,
        "watch": _watch,
    }
    outcome = Outcome(creators=len({one.creator.id for one in asked}))
    await product.services.forget()
    mixed = [
        (kind, asked[number % len(asked)])
        for number in range(requests // len(kinds))
        for kind in kinds
    ]
    random.Random(600).shuffle(mixed)

    async def ask(kind: str, one: _Asked) -> None:
        wrong = await kinds[kind](one)
        outcome.answers += 1
        outcome.kinds.add(kind)
        if wrong is not None:
            outcome.wrong.append(f"{kind} of {one.creator.id}: {wrong}")

    await asyncio.gather(*(ask(*one) for one in mixed))
    outcome.calls = sum((await product.services.counts()).values())
    return outcome


def _everybody(product: Product, client: httpx.AsyncClient) -> list[_Asked]:
    """A settled LIVE of each creator who has one, with somebody else's."""
    world, now = product.world, time.time()
    settled: list[Session] = []
    for index in range(world.size):
        for session in world.history(world.creator(index)):
            closing = session.closing
            is_old = closing is not None and closing.at < now - _SETTLED_SECONDS
            if is_old and session.is_shoppable and not session.is_practice:
                settled.append(session)
                break
    return [
        _Asked(
            creator=Creator(session.creator.id, product.gateway, client),
            session=session,
            other=settled[number - 1],
            truth=_truth(product, session, now),
            titles={one.id: one.title for one in world.history(session.creator)},
        )
        for number, session in enumerate(settled)
    ]


def _truth(product: Product, session: Session, now: float) -> Facts:
    """What the company knows of a LIVE."""
    said: dict[str, Any] = {}
    for service in (SHOP, REWARDS):
        department = DEPARTMENTS[service]
        item = department.session_item(
            product.world,
            session,
            live_id=session.id,
            on_behalf_of=session.creator.id,
            language="en",
            groups=department.session_groups,
            now=now,
            delays=DELAYS,
        )
        said |= item["groups"]
    return {
        "sessionId": session.id,
        "title": session.title,
        "views": said["traffic"]["views"],
        "diamonds": said["earned"]["diamonds_received"],
        "rewards": sorted(one["reward_id"] for one in said["earned"]["items"]),
    }


def _told(live: Any) -> Facts:
    """What an answer says of a LIVE, in the same words."""
    page = live["endPage"]
    return {
        "sessionId": live["sessionId"],
        "title": live["title"],
        "views": int(page["metrics"]["traffic"]["views"]["value"]),
        "diamonds": int(page["rewards"]["diamondsReceived"]),
        "rewards": sorted(one["rewardId"] for one in page["rewards"]["items"]),
    }


def _fault(told: object, truth: object) -> str | None:
    return None if told == truth else f"{told} is not {truth}"


async def _page(one: _Asked) -> str | None:
    answer = await one.creator.ask(PAGE, id=one.session.id, other=one.other.id)
    refused = [error["path"] for error in answer["errors"]]
    if refused != [["other"]] or answer["data"]["other"] is not None:
        return f"somebody else's LIVE was shown: {answer}"
    return _fault(_told(answer["data"]["liveSession"]), one.truth)


async def _node(one: _Asked) -> str | None:
    data = await one.creator.data(NODE, id=global_id("LiveSession", one.session.id))
    return _fault(_told(data["node"]), one.truth)


async def _list(one: _Asked) -> str | None:
    viewer = (await one.creator.data(LIST))["viewer"]
    told = {live["sessionId"]: live["title"] for live in viewer["liveSessions"]["nodes"]}
    # The LIVE that goes on is theirs, too, but was not seeded.
    is_live = told.pop(running_session_id(one.session.creator.index), None) is not None
    newest = sorted(one.titles, key=int, reverse=True)[: 5 - is_live]
    wrong = _fault(viewer["creatorId"], one.creator.id)
    if wrong is None and not told.keys() <= one.titles.keys():
        wrong = "somebody else's LIVE is among them"
    return wrong or _fault(told, {id_: one.titles[id_] for id_ in newest})


async def _watch(one: _Asked) -> str | None:
    """The first update. The stream may go on: a panel may say that it will be told again soon."""
    body = {"query": WATCH, "variables": {"id": one.session.id}}
    headers = {"authorization": f"Bearer {one.creator.token}", "accept": "text/event-stream"}
    client, url = one.creator.client, one.creator.gateway.url
    heard = b""
    async with client.stream("POST", url, json=body, headers=headers) as answer:
        async for part in answer.aiter_bytes():
            heard += part
            told = [event.data for event in events_of(heard) if event.data]
            if told:
                return _fault(_told(told[0]["data"]["liveSession"]["session"]), one.truth)
    return f"no update: {answer.status_code} {heard.decode()}"
