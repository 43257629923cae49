"""Program: a random life of some LIVEs, and all that goes wrong around them.

A step is a word and a number, so that hypothesis can leave steps out and make numbers small. A step
that makes no sense where it stands does nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from hypothesis import strategies as st

from tests.lifecycle.house import House
from tests.lifecycle.stage import Stage

Step = tuple[str, int]
_LIVES = 2
_MANY_TICKS = 60


class Program:
    """One run of a program."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.stages: list[Stage] = []

    async def run(self, steps: Sequence[Step]) -> None:
        """Every step in its order, and then the end of every LIVE."""
        creators = self.house.running.creators
        try:
            for number in range(_LIVES):
                self.stages.append(await Stage.begun(self.house, creators[number]))
                for way in (0, 3, 5, 6):
                    self.stages[-1].watch(way + number)
            for word, number in steps:
                await STEPS[word](self, number)
            # Nothing is written in between: what was missed would be told with the next write.
            for number in range(len(self.stages)):
                await _agree(self, number)
            await asyncio.gather(*(stage.end() for stage in self.stages))
        finally:
            await asyncio.gather(*(stage.leave() for stage in self.stages))
            await self.house.whole()

    def stage(self, number: int) -> Stage:
        """The LIVE that a number is about."""
        return self.stages[number % len(self.stages)]


async def _command(name: str, program: Program, number: int) -> None:
    stage = program.stage(number)
    await stage.do(getattr(stage.house.live, name))


async def _tick_on(program: Program, number: int) -> None:
    for _ in range(_MANY_TICKS):
        await _command("tick", program, number)


async def _carry_on(program: Program, number: int) -> None:
    """The LIVE goes on under a new id, which others watch."""
    stage = program.stage(number)
    following = await stage.do(stage.house.live.carry_on)
    if following is not None:
        program.stages.append(Stage(stage.house, stage.creator, following))
        program.stages[-1].watch(number)


async def _restate(program: Program, number: int) -> None:
    stage = program.stage(number)
    if number % 2:
        await stage.restate("SUSPENDED", "MISLEADING_CLAIM")
    else:
        await stage.restate("ENDED", "SYSTEM")


async def _take_back(program: Program, number: int) -> None:
    """The LIVE is lost for longer than the grace, everybody is told its end, and it comes back."""
    stage = program.stage(number)
    if await stage.do(stage.house.live.disconnect) is None:
        return
    await program.house.whole()
    stage.go_on()
    await stage.agree("ENDED")
    await stage.do(stage.house.live.reconnect)


async def _watch(program: Program, number: int) -> None:
    program.stage(number).watch(number // 2)


async def _cut(program: Program, number: int) -> None:
    subscribers = program.stage(number).subscribers
    subscribers[number // 2 % len(subscribers)].cut()


async def _stall(program: Program, number: int) -> None:
    subscribers = program.stage(number).subscribers
    subscribers[number // 2 % len(subscribers)].stall()


async def _agree(program: Program, number: int) -> None:
    """Everybody is told, before anything else goes wrong."""
    await program.house.whole()
    stage = program.stage(number)
    stage.go_on()
    await stage.agree()


async def _kill(program: Program, number: int) -> None:
    program.house.kill(number % 2)


async def _drain(program: Program, number: int) -> None:
    program.house.drain(number % 2)


async def _crash(program: Program, number: int) -> None:
    del number
    program.house.crash_database()


async def _deafen(program: Program, number: int) -> None:
    await program.house.break_wire(number % 2, is_silent=bool(number // 2 % 2))


async def _record(program: Program, number: int) -> None:
    await program.stage(number).record()


async def _finish(program: Program, number: int) -> None:
    await program.stage(number).finish_recording()


async def _nothing(program: Program, number: int) -> None:
    """The smallest step: what every other is tried to be replaced by."""


STEPS: dict[str, Callable[[Program, int], Awaitable[None]]] = {
    "nothing": _nothing,
    "tick": partial(_command, "tick"),
    "tick on": _tick_on,
    "pause": partial(_command, "pause"),
    "resume": partial(_command, "resume"),
    "disconnect": partial(_command, "disconnect"),
    "reconnect": partial(_command, "reconnect"),
    "end": partial(_command, "end"),
    "suspend": partial(_command, "suspend"),
    "false start": partial(_command, "false_start"),
    "carry on": _carry_on,
    "restate": _restate,
    "take back": _take_back,
    "record": _record,
    "finish recording": _finish,
    "watch": _watch,
    "cut": _cut,
    "stall": _stall,
    "agree": _agree,
    "kill": _kill,
    "drain": _drain,
    "crash": _crash,
    "deafen": _deafen,
}

# Lists are mostly little longer than they must be.
PROGRAMS = st.lists(
    st.tuples(st.sampled_from(list(STEPS)), st.integers(0, 7)), min_size=12, max_size=30
)
