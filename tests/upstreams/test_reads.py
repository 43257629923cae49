"""Reads over sockets: batching, identity, refusals, and the record of calls."""

from __future__ import annotations

import statistics
import time
from typing import Any

from pymongo import MongoClient

from tests.upstreams.asking import Service, creator_key, session_key
from upstreams.launch import Running
from upstreams.simulator.live_service import LiveService

_GROUPS = ("sales", "traffic")


async def test_a_read_answers_each_key_once_in_any_order(running: Running, shop: Service) -> None:
    """Equal keys are answered once with the union of their groups; position means nothing."""
    one, other = running.sessions["ended"], running.sessions["jpy"]
    items = await shop.items(
        session_key(one["id"], one["creator"], "sales"),
        session_key(other["id"], other["creator"]),
        session_key(one["id"], one["creator"], "traffic"),
        session_key(one["id"], one["creator"], "sales", language="es"),
    )
    assert [item["live_id"] for item in items] == [one["id"], other["id"], one["id"]]
    assert [sorted(item["groups"]) for item in items] == [["sales"], [], ["sales", "traffic"]]
    assert [item["language"] for item in items] == ["es", "en", "en"]


async def test_a_stranger_cannot_tell_unknown_from_not_theirs(
    running: Running, shop: Service
) -> None:
    """Somebody else's session and no session at all are answered alike."""
    theirs, me = running.sessions["ended"]["id"], running.sessions["jpy"]["creator"]
    ids = (theirs, "7200000000009999001", "7399999999999999999", "nonsense")
    items = await shop.items(*(session_key(identifier, me, "sales") for identifier in ids))
    told = {
        tuple(sorted((key, value) for key, value in item.items() if key != "live_id"))
        for item in items
    }
    assert len(items) == 4
    assert len(told) == 1
    assert dict(told.pop())["code"] == 105005


async def test_a_creator_is_read_on_their_own_behalf_alone(running: Running, shop: Service) -> None:
    """A creator's part is nobody else's."""
    key = creator_key(running.sessions["ended"]["creator"], "account_improvements")
    answered = await shop.read(
        creators=({**key, "on_behalf_of": running.sessions["jpy"]["creator"]}, key)
    )
    codes = [item["code"] for item in answered.json()["data"]["creators"]]
    assert sorted(codes) == [0, 105005]


async def test_bad_reads_are_refused_with_a_code(running: Running, shop: Service) -> None:
    """No credential, an unknown group, too many keys, nonsense: each has its own answer."""
    one = running.sessions["ended"]
    key = session_key(one["id"], one["creator"], "sales")
    wrong = await Service(shop.url, "wrong").read(key)
    assert (wrong.status_code, wrong.json()["code"]) == (401, 105002)
    unknown = await shop.read(session_key(one["id"], one["creator"], "horoscope"))
    assert (unknown.status_code, unknown.json()["code"]) == (200, 36009004)
    assert "horoscope" in unknown.json()["message"]
    many = await shop.read(*[key] * 201)
    assert many.json()["code"] == 36009004
    nonsense = await shop.ask("POST", "/v1/read", [1, 2])
    assert nonsense.json()["code"] == 36009004
    lost = await shop.ask("GET", "/v2/read")
    assert (lost.status_code, lost.json()["code"]) == (404, 36009009)


async def test_calls_are_recorded_with_their_keys(running: Running, shop: Service) -> None:
    """Count, keys, groups, languages, on whose behalf, request id and time left can be read."""
    one = running.sessions["ended"]
    key = session_key(one["id"], one["creator"], *_GROUPS, language="es")
    creator = creator_key(one["creator"], "account_improvements")
    headers = {"x-request-id": "r-1", "x-time-left-ms": "740"}
    answered = await shop.read(key, creators=(creator,), **headers)
    assert answered.json()["request_id"] == "r-1"
    assert (await shop.ask("GET", "/__calls__")).json() == {
        "count": 1,
        "calls": [
            {
                "sessions": [key],
                "creators": [creator],
                "request_id": "r-1",
                "time_left_ms": "740",
            }
        ],
    }
    assert (await shop.ask("DELETE", "/__calls__")).json() == {"count": 0, "calls": []}


async def test_a_read_of_twenty_keys_costs_little(running: Running, shop: Service) -> None:
    """Twenty sessions with three groups take milliseconds: only what is wrong by far is found."""
    world = running.world()
    creator = world.kind_creator("top_creator")
    keys = [
        session_key(session.id, creator.id, "sales", "traffic", "products")
        for session in world.history(creator)[-20:]
    ]
    spent = []
    for _ in range(7):
        began = time.perf_counter()
        await shop.read(*keys)
        spent.append(time.perf_counter() - began)
    assert statistics.median(spent) < 1.5


async def test_a_service_says_in_process_what_it_says_over_a_socket(
    running: Running, shop: Service
) -> None:
    """The facts of `running.world()` are those that the services answer from."""
    one = running.sessions["final"]
    world = running.world()
    session = world.session_by_id(one["id"])
    assert session is not None
    item = (await shop.items(session_key(one["id"], one["creator"], "traffic")))[0]
    counters = session.counters(time.time())
    assert item["groups"]["traffic"]["views"] == counters.views
    assert item["groups"]["traffic"]["pcu"] == counters.pcu


async def test_a_live_that_runs_is_read_from_the_database(
    running: Running, company_client: MongoClient[dict[str, Any]], shop: Service
) -> None:
    """A session started just now is LIVE in analytics, and not ready just after its end."""
    live = LiveService(company_client, running.world())
    creator = running.sessions["ended"]["creator"]
    key = session_key(live.start(creator), creator, "sales", "traffic")
    groups = (await shop.items(key))[0]["groups"]
    assert groups["sales"]["finality"] == groups["traffic"]["finality"] == "LIVE"
    assert groups["traffic"]["views"] > 0
    live.end(key["live_id"])
    over = (await shop.items(key))[0]
    assert (over["status"], over["groups"]) == ("NOT_READY", {})
    assert 0 < int(over["next_refresh_at"]) - int(over["as_of"]) <= 20


async def test_an_ended_live_joins_the_trend(
    running: Running, company_client: MongoClient[dict[str, Any]]
) -> None:
    """What a creator earned by a simulated LIVE is the newest point of their trend."""
    live = LiveService(company_client, running.world())
    creator = running.sessions["vnd"]["creator"]
    identifier = live.start(creator)
    live.end(identifier)
    rewards = Service.of(running, "rewards")
    answered = await rewards.read(creators=(creator_key(creator, "trend"),))
    points = answered.json()["data"]["creators"][0]["groups"]["trend"]["points"]
    assert points[-1]["live_id"] == identifier
