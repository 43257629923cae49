"""Abuse bench: how quick a small query stays beside each attack, and how much memory they leave.

    python -m tests.bench.abuse_bench [--only WORD] [--asked NUMBER]

An attack is made again as soon as it is over, while a canary, a small query of a creator, is asked
one time after the other. The bench fails when any canary waited longer than 250 ms, or when the
gateway holds 32 megabytes more after all than after the first.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import median
from typing import Annotated

import httpx
import typer

from tests.bench.abuse_attack import Attack, Target
from tests.bench.abuse_bombs import ATTACKS as BOMBS
from tests.bench.abuse_transport import ATTACKS as TRANSPORT
from tests.bench.abuse_transport import Attack as GoingOn
from tests.bench.load_stage import Stage, company, stage

# Who attacks below GraphQL comes through a proxy, or the budget of its address would be ours, too.
_CHANGES = {"ENDPAGE_PROXIES": "1"}
MOST_MS = 250.0
MOST_MEGABYTES = 32.0
_CANARY = "query($id: ID!) { liveSession(sessionId: $id) { id state } }"


def _below(name: str, going_on: GoingOn) -> Attack:
    """An attack that goes on until it is told to stop: it is made once, and cancelled."""

    async def once(target: Target) -> None:
        await going_on("127.0.0.1", target.stage.port, asyncio.Event())

    return Attack(name, once)


LISTS: Mapping[str, Sequence[Attack]] = {
    "bombs": BOMBS,
    "transport": [_below(*one) for one in TRANSPORT],
}
"""All attacks, by the names of their lists."""


@dataclass(slots=True)
class Measured:
    """How many milliseconds the canaries beside one attack waited, and how often it was made."""

    attack: str
    waits: list[float] = field(default_factory=list)
    made: int = 0
    megabytes: float = 0.0

    @property
    def row(self) -> str:
        """A row of the table."""
        worst = max(self.waits)
        told = f"{median(self.waits):.1f} | {worst:.1f} | {self.made} | {self.megabytes:.0f}"
        return f"| {self.attack} | {told} |{'' if worst <= MOST_MS else ' too long'}"


async def beside(attack: Attack, target: Target, *, asked: int) -> Measured:
    """Ask so many canaries while the attack goes on."""
    found = Measured(attack.name)

    async def attacking() -> None:
        while True:
            with suppress(httpx.HTTPError, OSError):
                await attack.once(target)
            found.made += 1
            await asyncio.sleep(0)

    going = asyncio.create_task(attacking())
    try:
        for _ in range(asked):
            began = time.perf_counter()
            await canary(target)
            found.waits.append((time.perf_counter() - began) * 1000)
    finally:
        going.cancel()
        await asyncio.wait([going])
    found.megabytes = target.stage.memory
    return found


async def canary(target: Target) -> None:
    """Ask the small query, and be sure of its answer."""
    body = {"query": _CANARY, "variables": {"id": target.stage.pages[0].session_id}}
    answer = (await target.client.post("/graphql", json=body)).json()
    assert answer["data"]["liveSession"]["id"], answer


async def bench(on: Stage, attacks: Sequence[Attack], *, asked: int) -> list[Measured]:
    """Each attack beside its canaries; each row is printed when it is there."""
    headers = {"authorization": f"Bearer {on.pages[0].token}"}
    address = f"http://127.0.0.1:{on.port}"
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=30) as client:
        target = Target(on, client)
        for _ in range(asked):
            await canary(target)
        found = []
        for attack in attacks:
            found.append(await beside(attack, target, asked=asked))
            typer.echo(found[-1].row)
    return found


def faults(found: Sequence[Measured]) -> list[str]:
    """What of it passes a bound."""
    late = [one.attack for one in found if max(one.waits) > MOST_MS]
    told = [f"{name}: a canary waited longer than {MOST_MS:.0f} ms" for name in late]
    grown = found[-1].megabytes - found[0].megabytes
    if grown > MOST_MEGABYTES:
        told.append(f"The gateway holds {grown:.0f} megabytes more than after the first attack")
    return told


def main(
    only: Annotated[str, typer.Option(help="Attacks with this word in their names.")] = "",
    asked: Annotated[int, typer.Option(help="Canaries beside each.")] = 20,
) -> None:
    """How quick a small query stays beside each attack."""
    attacks = [one for attacks in LISTS.values() for one in attacks if only in one.name]

    async def run() -> list[Measured]:
        async with company(5, simulate=False) as running, stage(running, _CHANGES) as on:
            return await bench(on, attacks, asked=asked)

    typer.echo("| attack | median, ms | worst, ms | times | memory, MB |")
    typer.echo("|---|---|---|---|---|")
    told = faults(asyncio.run(run()))
    for fault in told:
        typer.echo(fault, err=True)
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    typer.run(main)
