"""Milestones: by how much each LIVE moved each tier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

import pytest

from tests.upstreams.asking import ANCHOR
from upstreams.company.creators import Creator
from upstreams.company.events import Event
from upstreams.company.sessions import Session
from upstreams.company.strata import DAY, HOUR
from upstreams.company.world import World
from upstreams.departments import DEPARTMENTS
from upstreams.service.answers import Answers
from upstreams.service.department import Delays
from upstreams.service.live_book import LiveBook
from upstreams.service.reading import Read, SessionKey

_JOURNEY = DEPARTMENTS["journey"]
Tiers = dict[tuple[str, str], Decimal]


def _added(world: World, session: Session) -> Tiers:
    """What one LIVE is said to have added."""
    item = _JOURNEY.session_item(
        world,
        session,
        live_id=session.id,
        on_behalf_of=session.creator.id,
        language="en",
        groups=("progress",),
        now=ANCHOR,
        delays=Delays(),
    )
    return _tiers(item["groups"]["progress"]["milestones"], "added")


def _current(world: World, creator: Creator) -> Tiers:
    """How far a creator has come."""
    item = _JOURNEY.creator_item(
        world,
        creator_id=creator.id,
        on_behalf_of=creator.id,
        language="en",
        groups=("milestones",),
        now=ANCHOR,
        delays=Delays(),
    )
    return _tiers(item["groups"]["milestones"]["items"], "current")


def _tiers(items: Iterable[dict[str, Any]], name: str) -> Tiers:
    return {(item["code"], item["tier"]): Decimal(item[name]) for item in items}


def test_a_tier_is_moved_no_further_than_its_target(world: World) -> None:
    """A first LIVE of 75 minutes fills the tier of one hour, and is whole in those above."""
    session = world.session_by_id(world.kinds()["zero_views"][0])
    assert session is not None
    added = _added(world, session)
    hours = {tier: one for (code, tier), one in added.items() if code == "CUMULATIVE_LIVE_HOURS"}
    assert hours == {
        "1": Decimal(1),
        "10": Decimal("1.25"),
        "50": Decimal("1.25"),
        "100": Decimal("1.25"),
    }
    assert added["FIRST_LIVE", "1"] == 1


@pytest.mark.parametrize("kind", ["ended", "top_creator", "new_creator", "continuation"])
def test_all_lives_together_have_moved_a_tier_to_where_it_is(world: World, kind: str) -> None:
    """Of a count that never falls each bit is added by exactly one LIVE, in the tier it moved."""
    creator = world.kind_creator(kind)
    current = _current(world, creator)
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for session in world.history(creator):
        for key, added in _added(world, session).items():
            assert added <= current[key] or key[0] == "LIVE_DAYS_STREAK"
            sums[key] += added
    rounding = Decimal("0.01") * len(world.history(creator))
    for (code, tier), value in current.items():
        if code in ("LIVE_DAYS_STREAK", "LEVEL_UP", "LEAGUE_UP"):
            continue
        before = min(creator.followers, int(tier)) if code == "FOLLOWERS" else 0
        assert abs(sums[code, tier] + before - value) <= rounding, (code, tier)


@pytest.mark.parametrize("kind", ["practice", "cancelled"])
def test_what_was_no_live_moves_nothing(world: World, kind: str) -> None:
    """A practice and a LIVE that never was count for no milestone."""
    session = world.session_by_id(world.kinds()[kind][0])
    assert session is not None
    assert _added(world, session) == {}


class _Book:
    """Simulated sessions, as if they had been read from the database."""

    def __init__(self, *sessions: Session) -> None:
        self._sessions = sessions

    async def sessions(self, identifiers: Iterable[str]) -> dict[str, Session]:
        wanted = set(identifiers)
        return {session.id: session for session in self._sessions if session.id in wanted}

    async def recent(self, creators: Iterable[str]) -> dict[str, tuple[Session, ...]]:
        return dict.fromkeys(creators, self._sessions)


async def test_simulated_lives_count_on_from_each_other(world: World) -> None:
    """The second of two knows that the first has filled the tier of ten hours already."""
    seeded = world.session_by_id(world.kinds()["zero_views"][0])
    assert seeded is not None
    lives = []
    for number, hours in enumerate((9.5, 1.0)):
        start = ANCHOR + (1 + number) * DAY
        events = (Event("STARTED", start, None, 1), Event("ENDED", start + hours * HOUR, None, 2))
        lives.append(replace(seeded, id=f"73{number:017d}", events=events, stratum=None))
    answers = Answers(
        department=_JOURNEY,
        world=world,
        book=cast("LiveBook", _Book(*lives)),
        delays=Delays(),
    )
    keys = [SessionKey(live.id, seeded.creator.id, "en", ("progress",)) for live in lives]
    items, _ = await answers.answered(Read(tuple(keys)), ANCHOR + 9 * DAY)
    added = {
        item["live_id"]: _tiers(item["groups"]["progress"]["milestones"], "added") for item in items
    }
    first, second = (added[live.id] for live in lives)
    assert first["CUMULATIVE_LIVE_HOURS", "10"] == Decimal("8.75")
    assert first["CUMULATIVE_LIVE_HOURS", "50"] == Decimal("9.5")
    assert ("CUMULATIVE_LIVE_HOURS", "10") not in second
    assert second["CUMULATIVE_LIVE_HOURS", "50"] == 1
