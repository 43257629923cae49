"""What an upstream hangs on to one request never comes back with another."""

from __future__ import annotations

from tests.faults.conftest import OpenStage
from tests.faults.exchange import JSON, Exchange, answer
from tests.faults.lives import ended_lives
from tests.faults.proxy import Misbehaviour
from tests.faults.stage import SERVICES, Wires


async def test_upstreams_cannot_set_cookies(stage: OpenStage, wires: Wires) -> None:
    """A cookie that an upstream sets for one creator is not sent for the next."""
    requests: list[bytes] = []

    async def set_a_cookie(exchange: Exchange) -> None:
        requests.append(exchange.request)
        headers = (*JSON, ("set-cookie", "creator=first; path=/"))
        await exchange.send(answer(await exchange.body(), headers=headers))

    async with stage() as opened:
        await wires.misbehave(Misbehaviour(at_request=set_a_cookie), at=SERVICES)
        for live in ended_lives(opened.running, most=3):
            assert (await opened.page_of(live.creator, live.id)).errors == {}
    assert len(requests) == 9
    assert not [request for request in requests if b"\r\ncookie:" in request.lower()]
