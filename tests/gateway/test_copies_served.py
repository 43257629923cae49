"""Copies over HTTP: all that holds for an answer that is made holds for one that is sent again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, cast

import httpx
import pytest
from structlog.testing import capture_logs

from gateway.rates import Rates
from tests.fakes.documents import CREATOR, LIVE, SOMEBODY_ELSE, live_id
from tests.gateway.asking import post, refused
from tests.gateway.copied_world import Clock, Company, ended_ago
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.serving import Served, serving
from tests.gateway.talking import talking

_PANELS = "servedAt metrics { headline { metric } }"
PAGE = f'query Page {{ endPage(sessionId: "{LIVE}") {{ {_PANELS} }} }}'
SLOW = f'{{ endPage(sessionId: "{live_id(2)}") {{ rewards {{ status }} }} }}'


class House:
    """A gateway over the copied world, and a client of its creator."""

    def __init__(self, served: Served, client: httpx.AsyncClient, company: Company) -> None:
        self.served = served
        self.client = client
        self.company = company
        self.made: httpx.Response
        """The page, made of what was read."""

    async def get(self, query: str = PAGE, **headers: str) -> httpx.Response:
        """The query by GET."""
        return await self.client.get("/graphql", params={"query": query}, headers=headers)


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """One of which the page has been read, and made again of what was read."""
    clock = Clock()
    company = Company(clock)
    engine = cast("FakeEngine", company.engine)
    rates = Rates(creator=1_000_000, now=lambda: 20.0)
    folder = tmp_path_factory.mktemp("copies")
    async with serving(folder, engine=engine, rates=rates, operations=1) as served:
        headers = {"authorization": f"Bearer {served.token(CREATOR)}"}
        base = f"http://{served.origin}"
        async with httpx.AsyncClient(base_url=base, headers=headers, timeout=60) as client:
            opened = House(served, client, company)
            await opened.get()
            opened.made = await opened.get()
            yield opened


def said(response: httpx.Response) -> dict[str, str]:
    """The headers, but for what is told of the one request."""
    own = {"x-request-id", "ratelimit", "date"}
    return {name: value for name, value in response.headers.items() if name not in own}


async def test_it_is_what_was_sent(house: House) -> None:
    """By each header and each byte, and for as long as that is good."""
    copied = await house.get()
    assert (copied.status_code, copied.content) == (200, house.made.content)
    assert said(copied) == said(house.made)
    assert copied.headers["cache-control"] == "private, max-age=60"
    assert copied.headers["x-request-id"] != house.made.headers["x-request-id"]


async def test_a_client_that_has_it_is_told_so(house: House) -> None:
    """By the tag of the answer that was made."""
    copied = await house.get(**{"if-none-match": house.made.headers["etag"]})
    assert (copied.status_code, copied.content) == (304, b"")
    assert copied.headers["etag"] == house.made.headers["etag"]


async def test_it_is_compressed_for_who_wants_that(house: House) -> None:
    """As any other answer; a short one is not, but where a plain one is excluded."""
    copied = await house.get(**{"accept-encoding": "gzip, identity;q=0"})
    assert copied.headers["content-encoding"] == "gzip"
    assert copied.content == house.made.content


async def test_nobody_gets_one_without_a_good_token(house: House) -> None:
    """Nor by that of somebody else, who is told that there is no such LIVE."""
    assert refused(await house.get(authorization="Bearer x.y.z")) == (401, "UNAUTHENTICATED")
    other = f"Bearer {house.served.token(SOMEBODY_ELSE)}"
    [error] = (await house.get(authorization=other)).json()["errors"]
    assert error["extensions"]["code"] == "NOT_FOUND"


async def test_each_costs_what_it_would(house: House) -> None:
    """Of the creator's budget: as much as that before it."""
    told = [(await house.get()).headers["ratelimit"] for _ in "abc"]
    left = [int(one.split("r=")[1].split(";")[0]) for one in told]
    assert left[0] - left[1] == left[1] - left[2] > 1


async def test_who_asks_for_the_cost_is_told(house: House) -> None:
    """The answer that says it is made anew, and is kept by nobody."""
    params = {"query": PAGE, "extensions": '{"cost": true}'}
    told = await house.client.get("/graphql", params=params)
    assert told.json()["data"] == house.made.json()["data"]
    assert told.json()["extensions"]["cost"]["actual"] > 1
    assert told.headers["cache-control"] == "no-store"


async def test_its_line_is_written(house: House) -> None:
    """The same as that of an answer that was made of what was read, without a copy."""
    plan = await _line(house, f"{PAGE} ")
    for _ in "ab":
        await _line(house, f"{PAGE} ")
    copied = await _line(house, PAGE)
    assert copied == {**plan, "upstream_calls": 0}
    assert (copied["outcome"], copied["codes"], copied["http_status"]) == ("ok", [], 200)
    assert (copied["creator"], copied["kind"]) == (CREATOR, "query")


async def _line(house: House, query: str) -> dict[str, Any]:
    with capture_logs() as lines:
        await house.get(query)
    [line] = [one for one in lines if one["event"] == "operation"]
    return {name: value for name, value in line.items() if name not in {"request_id", "ms"}}


async def test_a_time_is_looked_at_and_needed_by_nobody(house: House) -> None:
    """One that is none is refused; a copy is there at once."""
    told = await house.get(**{"x-request-timeout-ms": "soon"})
    assert refused(told) == (400, "BAD_REQUEST")
    assert (await house.get(**{"x-request-timeout-ms": "1"})).content == house.made.content


async def test_it_waits_for_no_turn(house: House) -> None:
    """There is nothing to run, so it is sent while the one turn is taken."""
    ended_ago(house.company, timedelta(days=20), live=live_id(2))
    house.company.rewards.hold()
    house.company.rewards.entered.clear()
    running = asyncio.create_task(post(house.client, {"query": SLOW}))
    await house.company.rewards.entered.wait()
    assert (await house.get()).content == house.made.content
    assert not running.done()
    house.company.rewards.let_go()
    assert (await running).status_code == 200


async def test_what_is_wrong_with_variables_is_told(house: House) -> None:
    """By the same refusal as ever: what cannot be read has no copy."""
    query = "query ($id: ID!) { liveSession(sessionId: $id) { title } }"
    told = house.made
    for variables in (f'{{"id": "{LIVE}"}}', f'{{"id": "{LIVE}"}}', '{"id": null}', "{}"):
        told = await house.client.get("/graphql", params={"query": query, "variables": variables})
    assert refused(told)[1] == "BAD_USER_INPUT"


async def test_an_event_stream_has_the_answer_in_it(house: House) -> None:
    """Who prefers events gets what all others get, whether there is a copy or not."""
    told = await house.get(accept="text/event-stream, application/json;q=0.5")
    assert told.headers["content-type"].startswith("text/event-stream")
    assert b"data: " + house.made.content in told.content


async def test_a_socket_has_the_answer_in_it(house: House) -> None:
    """What has been written once goes over a socket as it is."""
    async with talking(house.served.ws_url, house.served.token(CREATOR)) as socket:
        await socket.subscribe("1", PAGE)
        told = await socket.hear()
    assert (told["type"], told["payload"]) == ("next", house.made.json())
