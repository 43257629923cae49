"""Client left: whose cancellation it is, is never mixed up."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message

from gateway.client_left import ClientLeft, while_connected
from gateway.connection import tell_lost


async def never() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


async def gone() -> Message:
    return {"type": "http.disconnect"}


async def test_a_disconnect_ends_the_work() -> None:
    """What is awaited is cancelled, and the task goes on afterwards as if nothing had been."""
    with pytest.raises(ClientLeft):
        async with while_connected(gone):
            await asyncio.Event().wait()
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


async def test_work_that_is_done_is_done() -> None:
    """A client that stays gets its answer, and the watch is over."""
    before = asyncio.all_tasks()
    async with while_connected(never):
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() <= before


async def test_an_error_of_the_work_is_its_own() -> None:
    """What the work raises comes through unchanged."""
    with pytest.raises(ZeroDivisionError):
        async with while_connected(never):
            raise ZeroDivisionError


class Cycle:
    """A request at a server that tells when its connection is lost."""

    when_lost = None

    def __init__(self) -> None:
        self.disconnected = self.response_complete = False
        self.flow = self
        self.resumed = 0

    def resume_reading(self) -> None:
        """Hear of the end, though a large body has stopped the reading."""
        self.resumed += 1

    async def receive(self) -> Message:
        """Is not asked."""
        raise AssertionError


async def test_a_server_that_tells_is_not_asked() -> None:
    """The work ends when it tells, and it is not listened to after that."""
    cycle = Cycle()
    asyncio.get_running_loop().call_soon(tell_lost, cycle)
    with pytest.raises(ClientLeft):
        async with while_connected(cycle.receive):
            await asyncio.Event().wait()
    assert cycle.resumed == 1
    tell_lost(cycle)
    await asyncio.sleep(0)


async def test_who_had_left_before_the_work_began_is_not_worked_for() -> None:
    """The server has told it already, when nobody listened."""
    cycle = Cycle()
    cycle.disconnected = True
    with pytest.raises(ClientLeft):
        async with while_connected(cycle.receive):
            await asyncio.Event().wait()


async def test_another_cancellation_stays_a_cancellation() -> None:
    """A server that stops cancels the task: that is not taken for a client that left."""
    begun = asyncio.Event()

    async def serve() -> None:
        async with while_connected(never):
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(serve())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
