"""Rate exchange: processes that count together, and alone while the database is away."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from structlog.testing import capture_logs

from gateway.priority import Priority
from gateway.rate_exchange import Counts, RateExchange
from gateway.rate_limited import RateLimited
from gateway.rates import Rates
from gateway.rates_start import rates_from
from gateway.settings import Settings
from loaders.errors import SourceUnavailable
from loaders.own_database import OwnDatabase
from loaders.rate_counts import RateCounts
from tests.gateway.asking import post
from tests.gateway.serving import Served, environment, serving
from tests.loaders.own_mongodb import OwnMongodb
from tests.loaders.shares_mongodb import DATABASE


class FakeCounts:
    """The database in memory; it can be away."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.is_away = False
        self.asked: list[int] = []

    async def add(self, amounts: Mapping[str, int], *, purge_at: datetime) -> None:
        """Add them, unless it is away."""
        self.asked.append(len(amounts))
        if self.is_away:
            raise SourceUnavailable(upstream="shares")
        assert purge_at.tzinfo is UTC
        for one, amount in amounts.items():
            self.counts[one] = self.counts.get(one, 0) + amount

    async def totals(self, ids: Sequence[str]) -> dict[str, int]:
        """Those that there are."""
        return {one: self.counts[one] for one in ids if one in self.counts}


class Process:
    """One gateway's budgets, and its exchange, which goes on when a test says so."""

    def __init__(self, counts: Counts, clock: list[float], *, creator: int = 10) -> None:
        self.exchange = RateExchange(counts, now=lambda: clock[0])
        self.rates = Rates(
            creator=creator, now=lambda: clock[0], key=b"k" * 32, taken=self.exchange.taken
        )
        self.exchange.budgets = self.rates.budgets

    def ask(self, times: int, creator_id: str = "ada") -> int:
        """How many of so many are answered."""
        answered = 0
        for _ in range(times):
            try:
                self.rates.enter(creator_id)
                self.rates.charge(
                    1, priority=Priority.PAGE, creator_id=creator_id, client=None, address=""
                )
            except RateLimited:
                continue
            answered += 1
        return answered


@pytest.fixture
async def shared_counts(mongodb: OwnMongodb) -> AsyncIterator[RateCounts]:
    """The counts in the gateway's own database, asked by the gateway's user."""
    database = OwnDatabase(mongodb.shares_uri, DATABASE, cap=20)
    yield RateCounts(database)
    await database.close()


async def test_what_one_has_let_through_the_other_does_not(shared_counts: RateCounts) -> None:
    """After a round of each, two processes over MongoDB have one budget of ten between them."""
    clock, creator_id = [6000.0], uuid4().hex
    # Other minutes than those of other tests.
    clock[0] += 60 * (uuid4().int % 1_000_000)
    one, other = Process(shared_counts, clock), Process(shared_counts, clock)
    assert one.ask(6, creator_id) == 6
    await one.exchange.tell_and_hear()
    assert other.ask(1, creator_id) == 1
    await other.exchange.tell_and_hear()
    assert other.ask(5, creator_id) == 3
    await other.exchange.tell_and_hear()
    assert one.ask(1, creator_id) == 1
    await one.exchange.tell_and_hear()
    assert one.ask(3, creator_id) == 0
    assert other.ask(3, creator_id) == 0


async def test_two_gateways_have_one_budget(
    shared_counts: RateCounts, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Over HTTP: of ten the one has answered seven, so the other answers its first and two more."""
    clock, creator_id = [6000.0 + 60 * (uuid4().int % 1_000_000)], uuid4().hex
    one, other = Process(shared_counts, clock), Process(shared_counts, clock)

    async def statuses(served: Served, times: int) -> list[int]:
        headers = {"authorization": f"Bearer {served.token(creator_id)}"}
        origin = f"http://{served.origin}"
        async with httpx.AsyncClient(base_url=origin, headers=headers, timeout=60) as client:
            return [(await post(client, {"query": "{ a }"})).status_code for _ in range(times)]

    async with (
        serving(tmp_path_factory.mktemp("one"), rates=one.rates) as first,
        serving(tmp_path_factory.mktemp("other"), rates=other.rates) as second,
    ):
        assert await statuses(first, 7) == [200] * 7
        await one.exchange.tell_and_hear()
        assert await statuses(second, 1) == [200]
        await other.exchange.tell_and_hear()
        assert await statuses(second, 4) == [200, 200, 429, 429]


async def test_between_rounds_each_goes_by_what_it_knows() -> None:
    """So together they let through twice as much at most, and the round after they know."""
    counts, clock = FakeCounts(), [6000.0]
    one, other = Process(counts, clock), Process(counts, clock)
    assert (one.ask(12), other.ask(12)) == (10, 10)
    for process in (one, other, one, other):
        await process.exchange.tell_and_hear()
    assert (one.ask(1), other.ask(1)) == (0, 0)
    clock[0] += 60
    assert (one.ask(1), other.ask(1)) == (0, 0)


async def test_nothing_is_asked_when_nothing_was_taken() -> None:
    """Who is idle is no load."""
    counts = FakeCounts()
    process = Process(counts, [6000.0])
    await process.exchange.tell_and_hear()
    process.ask(2)
    await process.exchange.tell_and_hear()
    await process.exchange.tell_and_hear()
    assert counts.asked == [1]


async def test_a_round_is_bounded() -> None:
    """A crowd is told in several rounds."""
    counts = FakeCounts()
    process = Process(counts, [6000.0])
    for number in range(1_200):
        process.ask(1, str(number))
    for _ in range(4):
        await process.exchange.tell_and_hear()
    assert counts.asked == [500, 500, 200]


async def test_while_the_database_is_away_each_counts_alone() -> None:
    """It is said once, and once more when they count together again."""
    counts, clock = FakeCounts(), [6000.0]
    one, other = Process(counts, clock), Process(counts, clock)
    counts.is_away = True
    with capture_logs() as logs:
        for process in (one, other, one, other):
            assert process.ask(5) == 5
            await process.exchange.tell_and_hear()
        assert (one.ask(1), other.ask(1)) == (0, 0)
        counts.is_away = False
        clock[0] += 120
        one.ask(2)
        await one.exchange.tell_and_hear()
    assert [line["event"] for line in logs] == ["rates_alone", "rates_alone", "rates_together"]
    assert sum(counts.counts.values()) == 2


async def test_a_database_that_is_nowhere_is_in_nobodys_way() -> None:
    """A round ends in its time, and what is asked meanwhile is answered."""
    database = OwnDatabase("mongodb://shares:swordfish@127.0.0.1:1/", DATABASE, cap=0.2)
    process = Process(RateCounts(database), [6000.0])
    assert process.ask(12) == 10
    with capture_logs() as logs:
        await process.exchange.tell_and_hear()
    assert [line["event"] for line in logs] == ["rates_alone"]
    await database.close()


async def test_neither_creators_nor_addresses_are_told() -> None:
    """What is kept for all is a hash under a key."""
    counts = FakeCounts()
    process = Process(counts, [6000.0])
    process.ask(1, "6800000000000000001")
    await process.exchange.tell_and_hear()
    [only] = counts.counts
    assert only.startswith("creator:100:")
    assert "6800000000000000001" not in only


async def test_processes_of_one_setting_hash_alike(tmp_path: Path) -> None:
    """And by default each counts alone, under a key of its own."""
    counts = FakeCounts()
    settings = Settings.from_environment(environment(tmp_path, ENDPAGE_RATES_STORE="mongodb"))
    digests = set()
    for _ in range(2):
        rates, exchange = rates_from(settings, counts)
        assert exchange is not None
        assert exchange.budgets is rates.budgets
        digests.add(rates.budgets["creator"].digest("ada"))
    assert len(digests) == 1
    alone, exchange = rates_from(Settings.from_environment(environment(tmp_path)), counts)
    assert exchange is None
    assert alone.budgets["creator"].digest("ada") not in digests
