"""What anybody writes is told by both gateways, over every transport, alike."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.lifecycle.house import House
from tests.lifecycle.stage import Stage


@pytest.fixture
async def stage(house: House) -> AsyncIterator[Stage]:
    """A LIVE that everybody watches in all ways, and knows to be LIVE."""
    stage = await Stage.begun(house, house.running.creators[0])
    stage.watch_in_all_ways()
    await stage.agree("LIVE")
    yield stage
    await stage.leave()


@pytest.mark.parametrize("command", ["end", "suspend", "false_start", "carry_on"])
async def test_an_end_reaches_everybody_once(stage: Stage, command: str) -> None:
    """Whoever ends it: each subscriber of each gateway is told once, and the same facts."""
    await stage.do(getattr(stage.house.live, command))
    await stage.agree("ENDED")
    revision = (await stage.document())["revision"]
    assert all(one.promises.ends == {revision: 1} for one in stage.subscribers)
    await stage.end()
    assert all(one.connections == one.completions == 1 for one in stage.subscribers)


async def test_an_end_by_the_clock_is_taken_back(stage: Stage) -> None:
    """Lost for too long it has ended, for everybody; and who comes back was never gone."""
    await stage.do(stage.house.live.disconnect)
    await stage.agree("ENDED")
    await stage.do(stage.house.live.reconnect)
    await stage.agree("LIVE")
    await stage.end()


async def test_a_pause_is_no_end(stage: Stage) -> None:
    """It is told as such, nobody's subscription ends, and so is its return."""
    for command, state in (("pause", "PAUSED"), ("resume", "LIVE"), ("pause", "PAUSED")):
        await stage.do(getattr(stage.house.live, command))
        await stage.agree(state)
    assert all(one.promises.ends == {} and not one.is_over for one in stage.subscribers)
    await stage.end()
    assert all(one.connections == 1 for one in stage.subscribers)
