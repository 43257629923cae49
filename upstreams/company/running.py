"""Sessions that are not over at the anchor: on air, paused, lost, silent, or still to come."""

from __future__ import annotations

from upstreams.company.dice import Dice
from upstreams.company.events import Event
from upstreams.company.sessions import Session
from upstreams.company.simulated import simulated_pace
from upstreams.company.strata import MINUTE, STRATA
from upstreams.company.titles import TITLES
from upstreams.company.world import World, running_session_id

# How long before the anchor each kind of running session went on air.
_ON_AIR_FOR = 35 * MINUTE


def running_sessions(world: World) -> list[Session]:
    """Return the sessions of all kinds that run at the anchor."""
    return [
        _running(world, index, stratum.running)
        for index, stratum in enumerate(STRATA)
        if stratum.running is not None
    ]


def heard_until(session: Session, anchor: int) -> int | None:
    """Return when the last heartbeat came, None before the start; a silent LIVE stopped sending."""
    if session.started_at is None:
        return None
    if session.creator.stratum is not None and session.creator.stratum.running == "SILENT":
        return anchor - 12 * MINUTE
    if session.last_heard.kind == "DISCONNECTED":
        return int(session.last_heard.at)
    return anchor


def _running(world: World, index: int, mode: str) -> Session:
    creator, seed = world.creator(index), world.seed
    identifier = running_session_id(index)
    dice = Dice.of(seed.number, "session", identifier)
    started = seed.anchor - _ON_AIR_FOR
    return Session(
        id=identifier,
        number=0,
        creator=creator,
        title=dice.choice("title", TITLES),
        is_practice=False,
        products_added=12,
        created_at=started - 10 * MINUTE,
        events=_events(mode, started, seed.anchor),
        broadcast_id=identifier,
        continuation_of=None,
        continued_by=None,
        pace=simulated_pace(seed=seed.number, creator=creator, identifier=identifier),
        dice=dice,
    )


def _events(mode: str, started: int, anchor: int) -> tuple[Event, ...]:
    scheduled = Event("SCHEDULED", started - 10 * MINUTE, None, 1)
    if mode == "SCHEDULED":
        return (scheduled,)
    on_air = (scheduled, Event("STARTED", started, None, 2))
    if mode == "PAUSED":
        return (*on_air, Event("PAUSED", anchor - 4 * MINUTE, None, 33))
    if mode == "DISCONNECTED":
        return (*on_air, Event("DISCONNECTED", anchor - 15 * MINUTE, None, 22))
    return on_air
