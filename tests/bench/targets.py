"""Targets: what this gateway is to cost beside others, and what a run says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.bench.gateways import OURS, PEERS
from tests.bench.kinds import FASTIFY, HELLO, KEEPING, MERCURIUS, MERCURIUS_JOINED
from tests.bench.load import Measured
from tests.bench.rounds import Cell, Figure, cpu
from tests.bench.special import REOPENED

_STOCK = next(kind.name for kind in PEERS if kind.name == "stock Strawberry")
# Why a target that is missed is missed; the profiles are in docs/performance.md.
_PAGE = (
    "two thirds of a page's processor time are Python itself, in some 5,000 calls of functions of "
    "which the longest takes a twentieth; Node.js compiles the same steps. Its calls of services "
    "are shared by all in flight: there is nothing left to save in them."
)
_FEW = (
    "with 8 in flight few share a call: a service is called for every eighth page, with 32 for "
    "every thirtieth."
)
_LIST = (
    "it goes LIVE by LIVE, with some 600 calls of functions each: reading it from BSON, its state, "
    "its panel as a task of its own, its numbers beside those of its last tick, two figures, a "
    "sealed cursor. No function takes more than a twentieth, and no other operation shares any of "
    "it."
)
_COPY = (
    "a copy is sent without being made again: what is left is the log line, the head, the token "
    "and a look at the reads that it rests on, and hello world has none of them."
)
_ALONE = (
    "a page alone shares no call and finds nothing warm, so it costs twice what one of 32 does, "
    "and most of its processor time is time that it waits for itself."
)


def _p99(one: Measured) -> float:
    return one.p99_ms


def _memory(one: Measured) -> float:
    return one.memory_mib


@dataclass(frozen=True, slots=True)
class Target:
    """Our figure to the other's in one scenario: ``reach`` must be shown, ``aim`` is to be left
    behind. ``why`` is told where it is missed.
    """

    scenario: str
    against: str
    reach: float
    aim: float
    figure: Figure = cpu
    ours: str = OURS.name
    what: str = "CPU"
    why: str = ""

    def got(self, cells: Sequence[Cell]) -> float | None:
        """The median of each round's own ratio; None where the run has not measured both."""
        found = {cell.gateway: cell for cell in cells if cell.scenario.title == self.scenario}
        ours, theirs = found.get(self.ours), found.get(self.against)
        if ours is None or theirs is None:
            return None
        return ours.ratio_to(theirs, self.figure)


TARGETS = (
    Target("full page, 8 in flight", MERCURIUS.name, 0.9, 0.55),
    Target("full page, 32 in flight", MERCURIUS.name, 0.5, 0.3, why=_PAGE),
    Target("full page, 128 in flight", MERCURIUS.name, 0.5, 0.3, why=_PAGE),
    Target("full page, 32 in flight", MERCURIUS_JOINED.name, 1.6, 1.0),
    Target("full page, 32 in flight", FASTIFY.name, 0.6, 0.35, why=_PAGE),
    Target("full page, 8 in flight", _STOCK, 0.06, 0.03, why=_FEW),
    Target("one panel, 32 in flight", MERCURIUS.name, 1.1, 0.75),
    Target("one panel, 128 in flight", MERCURIUS.name, 1.1, 0.75),
    Target("list of 20 sessions, 32 in flight", MERCURIUS.name, 0.7, 0.35, why=_LIST),
    Target(REOPENED.title, HELLO.name, 4, 2.5, ours=KEEPING.name, why=_COPY),
    Target("full page, 32 in flight", MERCURIUS.name, 1.0, 0.5, _p99, what="p99"),
    Target("full page, 32 in flight", MERCURIUS.name, 0.8, 0.5, _memory, what="memory"),
)
OWN_TIME_REACH, OWN_TIME_AIM = 1.5, 0.8


def verdict(got: float, reach: float, aim: float) -> str:
    """Whether a figure is where it is to be."""
    if got <= aim:
        return "aim met"
    return "reached" if got <= reach else f"missed by {got / reach:.2f} times"


def rows(cells: Sequence[Cell], own_time: float | None) -> Iterator[str]:
    """The table of targets in Markdown."""
    yield "| scenario | against | of | reach | aim | got | |"
    yield "|---|---|---|---|---|---|---|"
    for target in TARGETS:
        got = target.got(cells)
        told = (
            "| not measured |"
            if got is None
            else (f"**{got:.2f}** | {verdict(got, target.reach, target.aim)} |")
        )
        yield (
            f"| {target.scenario} | {target.against} | {target.what} "
            f"| {target.reach:g} | {target.aim:g} | {told}"
        )
    if own_time is not None:
        told = verdict(own_time, OWN_TIME_REACH, OWN_TIME_AIM)
        yield (
            f"| full page, 1 in flight: own time, p50 | | wall | {OWN_TIME_REACH:g} ms "
            f"| {OWN_TIME_AIM:g} ms | **{own_time:.1f} ms** | {told} |"
        )


def reasons(cells: Sequence[Cell], own_time: float | None) -> Iterator[str]:
    """A line of Markdown for each reason why something is missed, and for what it holds."""
    missed: dict[str, list[str]] = {}
    for target in TARGETS:
        got = target.got(cells)
        if got is not None and got > target.reach:
            missed.setdefault(target.why, []).append(f"{target.scenario} ({target.against})")
    if own_time is not None and own_time > OWN_TIME_REACH:
        missed.setdefault(_ALONE, []).append("own time")
    for why, where in missed.items():
        yield f"- {'; '.join(where)}: {why}" if why else f"- {'; '.join(where)}"
