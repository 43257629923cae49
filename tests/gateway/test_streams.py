"""Streams: counted, limited, and closed one by one when the gateway stops."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from gateway.errors import RequestError
from gateway.streams import Streams
from tests.loaders.simulated_time import in_simulated_time, now


def streams(*, most: int = 20_000, most_per_creator: int = 20_000) -> Streams:
    return Streams(most=most, most_per_creator=most_per_creator)


def refusal_of(opening: Callable[[], object]) -> str:
    with pytest.raises(RequestError) as refused:
        opening()
    return refused.value.code


def test_a_creator_and_a_process_hold_so_many() -> None:
    """One that has ended makes room, and ending twice makes room once."""
    open_streams = streams(most=3, most_per_creator=2)
    first = open_streams.open("a", lambda: None)
    open_streams.open("a", lambda: None)
    assert refusal_of(lambda: open_streams.open("a", lambda: None)) == "TOO_MANY_SUBSCRIPTIONS"
    open_streams.open("b", lambda: None)
    assert refusal_of(lambda: open_streams.open("c", lambda: None)) == "TOO_MANY_SUBSCRIPTIONS"
    first()
    first()
    open_streams.open("a", lambda: None)
    assert len(open_streams) == 3


@pytest.mark.parametrize("many", [1, 7, 12_000])
def test_they_are_closed_evenly_over_the_time(many: int) -> None:
    """However many there are: half of them by half the time, the last at its end."""

    @in_simulated_time
    async def run() -> None:
        open_streams, began, closed = streams(), now(), list[float]()
        for _ in range(many):
            open_streams.open("a", lambda: closed.append(now() - began))
        await open_streams.drain(5.0)
        assert len(closed) == many
        assert now() - began == pytest.approx(5.0, abs=0.01)
        for place, at in enumerate(closed):
            assert at == pytest.approx(5.0 * place / many, abs=0.02)
        assert refusal_of(lambda: open_streams.open("a", lambda: None)) == "OVERLOADED"

    run()


@in_simulated_time
async def test_one_that_cannot_be_closed_holds_up_nobody() -> None:
    """It is logged; the others are closed."""
    open_streams, closed = streams(), list[int]()

    def broken() -> None:
        raise RuntimeError("no")

    open_streams.open("a", broken)
    open_streams.open("a", lambda: closed.append(1))
    with capture_logs() as logs:
        await open_streams.drain(1.0)
    assert closed == [1]
    assert [entry["event"] for entry in logs] == ["unexpected_error"]


@in_simulated_time
async def test_nobody_is_waited_for_where_nobody_is() -> None:
    """A process without streams stops at once."""
    began = now()
    async with asyncio.timeout(1):
        await streams().drain(5.0)
    assert now() == began
