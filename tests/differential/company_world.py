"""Company world: a company of LIVEs in every state, with sources that are right, late and wrong.

All of it hangs on a few numbers that hypothesis draws, so two executors see the same company.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from loaders.errors import DeadlineExceeded, SourceBadAnswer, SourceForbidden, SourceUnavailable
from resolvers.global_id import global_id
from tests.differential.company_groups import GROUPS
from tests.differential.quiet import run_in_turns
from tests.fakes.company import FakeCompany
from tests.fakes.documents import (
    CREATOR,
    SOMEBODY_ELSE,
    events,
    live_id,
    recording,
    session,
    tick,
)
from tests.fakes.times import ENDED_AT, NOW, SOON, STARTED_AT, unix
from tests.fakes.upstream import FakeUpstream

T = TypeVar("T")
LIVES = [live_id(number) for number in range(1, 6)]
_PANELS = (
    "Metrics",
    "Benchmarks",
    "AnalyticsLink",
    "RoomImprovements",
    "AccountImprovements",
    "Rewards",
    "Journey",
    "Recordings",
)
IDS = [
    *LIVES,
    live_id(99),
    "nothing",
    *(global_id(kind, LIVES[0]) for kind in (*_PANELS, "EndPage", "LiveSession", "Broadcast")),
    global_id("Recording", f"{LIVES[0]}/r1"),
    global_id("Creator", CREATOR),
    global_id("Creator", SOMEBODY_ELSE),
]
_HAPPENED: tuple[tuple[Any, ...], ...] = (
    (("STARTED", STARTED_AT), ("ENDED", ENDED_AT, "HOST_ENDED")),
    (("STARTED", STARTED_AT), ("SUSPENDED", ENDED_AT, "RULE_7")),
    (("STARTED", STARTED_AT), ("CONTINUED", ENDED_AT)),
    (("STARTED", STARTED_AT), ("PAUSED", ENDED_AT)),
    (("STARTED", STARTED_AT), ("DISCONNECTED", NOW - timedelta(seconds=5))),
    (("SCHEDULED", STARTED_AT), ("CANCELLED", ENDED_AT)),
    (("SCHEDULED", STARTED_AT), ("SOMETHING_NEW", ENDED_AT)),
    (("STARTED", ENDED_AT - timedelta(seconds=30)), ("ENDED", ENDED_AT, "HOST_ENDED")),
)
# A call that fails as unavailable is made again after a random pause, which two executors would
# not share: so that befalls single keys only.
_OF_CALLS: tuple[Callable[[str], Any], ...] = (
    lambda name: DeadlineExceeded(upstream=name),
    lambda name: SourceBadAnswer("unreadable", upstream=name),
    lambda name: SourceForbidden(upstream=name),
)
_OF_KEYS: tuple[Callable[[str], Any], ...] = (
    *_OF_CALLS,
    lambda name: SourceUnavailable(upstream=name, retry_after_ms=700),
)


class CompanyWorld:
    """One company, asked by the viewer. Of a hundred things ``mischief`` go wrong."""

    def __init__(self, seed: int, mischief: int) -> None:
        self._dice = random.Random(seed)
        self._mischief = mischief
        # How long a call takes decides who joins it: here none takes any time.
        self.company = FakeCompany(monotonic=lambda: 0.0)
        for number, id_ in enumerate(LIVES):
            self._put_live(id_, number)
        for upstream in self.company.upstreams():
            self._spoil(upstream)
            upstream.hold()
        for collection in ("live_sessions", "recordings"):
            if self._is_wrong():
                failure = DeadlineExceeded(upstream="mongodb")
                self.company.mongo.failures[collection] = failure
        self._order = list(self.company.upstreams())
        self._dice.shuffle(self._order)

    async def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """What it comes to, when the sources answer one after the other, in an order of theirs."""
        return await run_in_turns(coroutine, self._let_one_answer)

    def _let_one_answer(self) -> None:
        waiting = [one for one in self._order if one.waiting]
        assert waiting
        waiting[0].let_go()
        waiting[0].hold()

    def _is_wrong(self) -> bool:
        return self._dice.randrange(100) < self._mischief

    def _put_live(self, id_: str, number: int) -> None:
        dice = self._dice
        happened = _HAPPENED[0] if number == 0 else dice.choice(_HAPPENED)
        changes: dict[str, Any] = {
            "events": events(*happened),
            "broadcast_id": dice.choice(LIVES[:2]),
            "created_at": STARTED_AT - timedelta(days=number),
            "products_added": dice.choice([0, 12, 12]),
            "last_tick": dice.choice([None, tick()]),
            "continued_by": dice.choice([None, None, LIVES[-1], live_id(99)]),
            "display_currency": dice.choice(["USD", "USD", "JPY"]),
            "creator_id": SOMEBODY_ELSE if self._is_wrong() else CREATOR,
            "is_practice": dice.randrange(8) == 0,
        }
        if self._is_wrong():
            changes[dice.choice(["title", "events", "revision"])] = None
        self.company.mongo.put("live_sessions", session(id_, **changes))
        for name, kind in (("r1", "REPLAY"), ("r2", "HIGHLIGHT"), ("r3", "OTHER")):
            if dice.randrange(3):
                self.company.mongo.put(
                    "recordings",
                    recording(
                        name if number == 0 else f"{name}-{number}",
                        id_,
                        kind=kind,
                        state=dice.choice(["READY", "PROCESSING", "PARTIAL", "ODD"]),
                        product_id=dice.choice([None, "p1"]),
                        expires_at=dice.choice([None, ENDED_AT, SOON]),
                    ),
                )

    def _spoil(self, upstream: FakeUpstream) -> None:
        upstream.groups.update(GROUPS[upstream.name](self._dice))
        if self._is_wrong():
            upstream.failure = self._dice.choice(_OF_CALLS)(upstream.name)
        for id_ in (*LIVES, CREATOR):
            if self._is_wrong():
                upstream.fail(id_, self._dice.choice(_OF_KEYS)(upstream.name))
            elif self._is_wrong():
                upstream.say(id_, status="NOT_READY", next_refresh_at=unix(SOON))
            elif self._is_wrong():
                name = self._dice.choice(sorted(upstream.groups))
                odd: Any = self._dice.choice([None, {}, {"finality": 3}, [], "odd"])
                upstream.say(id_, groups={name: odd})
            elif self._is_wrong():
                name = self._dice.choice(sorted(upstream.groups))
                code = self._dice.choice([36009002, 105005, 7])
                upstream.say(id_, groups={name: None}, errors=[{"group": name, "code": code}])
