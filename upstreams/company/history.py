"""A creator's seeded sessions: when each was, how it went, and how it ended."""

from __future__ import annotations

from dataclasses import replace

from upstreams.company.creators import Creator
from upstreams.company.crossings import last_clock_change, last_midnight
from upstreams.company.dice import Dice
from upstreams.company.events import Event
from upstreams.company.identifiers import session_id
from upstreams.company.pace import Pace, drawn_pace
from upstreams.company.sessions import LOST_AFTER_SECONDS, Session
from upstreams.company.strata import HOUR, MINUTE, Stratum
from upstreams.company.titles import TITLES

VIOLATIONS = ("COUNTERFEIT_PRODUCT", "UNATTENDED_LIVE", "MISLEADING_CLAIM", "OFF_PLATFORM_PAYMENT")
# The share of a creator's rhythm that a LIVE may fill, so that two never overlap.
_FULLEST = 0.55


def seeded_session(*, seed: int, anchor: int, creator: Creator, number: int) -> Session:
    """Return session `number` (1 is the oldest) of a creator: a pure function of its arguments."""
    identifier = session_id(creator.index, number)
    dice = Dice.of(seed, "session", creator.index, number)
    stratum = _stratum_of(creator, number)
    air = _air_seconds(dice, creator, stratum, number)
    pause = dice.whole("pause", 2 * MINUTE, 9 * MINUTE) if dice.chance("paused", 0.3) else 0
    if stratum is not None or air < 10 * MINUTE:
        pause = 0
    ended_at = _ended_at(dice, anchor, creator, number, air + pause)
    started_at = ended_at - air - pause
    end, reason = _end(dice, creator, stratum, number)
    created_at = started_at - dice.whole("lead", 5 * MINUTE, 40 * MINUTE)
    continues = _continues(creator, number)
    first = number - _part(creator, number)
    return Session(
        id=identifier,
        number=number,
        creator=creator,
        title=dice.choice("title", TITLES),
        is_practice=stratum.is_practice if stratum else dice.chance("practice", 0.02),
        products_added=_products_added(dice, stratum),
        created_at=created_at,
        events=_events(dice, created_at, started_at, air, pause, end, reason),
        broadcast_id=session_id(creator.index, first),
        continuation_of=session_id(creator.index, number - 1) if continues else None,
        continued_by=(
            session_id(creator.index, number + 1) if _continues(creator, number + 1) else None
        ),
        pace=_pace(dice, creator, stratum),
        dice=dice,
        stratum=stratum,
    )


def _stratum_of(creator: Creator, number: int) -> Stratum | None:
    """Return the forced case that this session is: a kind that runs has an ordinary history."""
    stratum = creator.stratum
    if stratum is None or stratum.running is not None:
        return None
    return stratum if number > creator.sessions - stratum.broadcast_parts else None


def _part(creator: Creator, number: int) -> int:
    """Return which part of a broadcast this session is, counted from 0."""
    stratum = _stratum_of(creator, number)
    if stratum is not None:
        return stratum.broadcast_parts - 1 - (creator.sessions - number)
    return 1 if _continues(creator, number) else 0


def _continues(creator: Creator, number: int) -> bool:
    """Return whether this session continues the one before: 4 in 100 do, a kind's parts always."""
    if not 1 < number <= creator.sessions:
        return False
    stratum = _stratum_of(creator, number)
    if stratum is not None:
        return number > creator.sessions - stratum.broadcast_parts + 1
    if creator.stratum is not None:
        return False
    chosen = Dice.of("continues", creator.index)
    # Two in a row would make three parts of one broadcast; that is left to the forced kind.
    return chosen.chance(str(number), 0.042) and not chosen.chance(str(number - 1), 0.042)


def _air_seconds(dice: Dice, creator: Creator, stratum: Stratum | None, number: int) -> int:
    if stratum is not None:
        return stratum.air_seconds
    if dice.chance("false start", 0.06):
        return dice.whole("false start length", 20, 110)
    if dice.chance("marathon", 0.0005) and creator.cadence_seconds > 4 * 24 * HOUR:
        return dice.whole("marathon length", 12 * HOUR, 60 * HOUR)
    median, sigma = creator.stage.duration_minutes
    minutes = dice.lognormal(
        "duration", median=median, sigma=sigma, low=creator.stage.shortest_minutes, high=720
    )
    broken = _continues(creator, number) or _continues(creator, number + 1)
    fullest = creator.cadence_seconds * _FULLEST * (0.4 if broken else 1)
    return int(min(minutes * MINUTE, fullest))


def _ended_at(dice: Dice, anchor: int, creator: Creator, number: int, span: int) -> int:
    """Return the end of a session: the newest is placed by its kind, older ones by the rhythm."""
    newest = _newest_end(anchor, creator)
    age = creator.sessions - number
    stratum = _stratum_of(creator, number)
    if stratum is not None:
        return newest - age * (stratum.air_seconds + 6 * MINUTE)
    if creator.stratum is not None:
        # A forced case may be longer than the rhythm allows: the history lies before all of it.
        newest -= creator.stratum.air_seconds * creator.stratum.broadcast_parts
    jitter = dice.whole("jitter", 0, int(creator.cadence_seconds * 0.2))
    if _continues(creator, number + 1):
        # The next part follows within minutes, so this one ends just before it starts.
        after = Dice.of("gap", creator.index, number)
        jitter = -int(creator.cadence_seconds * 0.5) + after.whole("gap", 1, 20 * MINUTE)
    if _continues(creator, number):
        jitter = int(creator.cadence_seconds * 0.5) - span
    return newest - age * creator.cadence_seconds - jitter


def _newest_end(anchor: int, creator: Creator) -> int:
    stratum = creator.stratum
    zone = creator.market.time_zone
    if stratum is None or stratum.crossing is None:
        return anchor - creator.quiet_seconds
    if stratum.crossing == "MIDNIGHT":
        return last_midnight(anchor - 3 * HOUR, zone) + 70 * MINUTE
    change = last_clock_change(anchor - 3 * HOUR, zone)
    return (change + 80 * MINUTE) if change is not None else anchor - creator.quiet_seconds


def _end(
    dice: Dice, creator: Creator, stratum: Stratum | None, number: int
) -> tuple[str, str | None]:
    if _continues(creator, number + 1):
        return "ENDED", "DEVICE_SWITCH"
    if stratum is not None:
        return stratum.end, stratum.end_reason
    return dice.weighted(
        "end",
        [
            (("ENDED", "HOST_ENDED"), 0.9),
            (("SUSPENDED", dice.choice("violation", VIOLATIONS)), 0.03),
            (("ENDED", "SYSTEM"), 0.05),
            (("CANCELLED", None), 0.02),
        ],
    )


def _products_added(dice: Dice, stratum: Stratum | None) -> int:
    if stratum is not None:
        return stratum.products_added
    if dice.chance("not shoppable", 0.08):
        return 0
    return round(dice.lognormal("products", median=18, sigma=1.16, low=1, high=200))


def _pace(dice: Dice, creator: Creator, stratum: Stratum | None) -> Pace:
    pace = drawn_pace(dice, creator.stage)
    if stratum is not None:
        return replace(pace, **stratum.pace)
    return replace(pace, **creator.stratum.habits) if creator.stratum else pace


def _events(
    dice: Dice, created: int, started: int, air: int, pause: int, end: str, reason: str | None
) -> tuple[Event, ...]:
    """Return what happened; revisions leave room for the ticks that were written between."""
    scheduled = Event("SCHEDULED", created, None, 1)
    if end == "CANCELLED":
        return (scheduled, Event("CANCELLED", started, None, 2))
    events = [scheduled, Event("STARTED", started, None, 2)]
    revision, paused_at = 2, started
    if pause:
        first = int(air * dice.between("pause at", 0.2, 0.8))
        revision += first // MINUTE + 1
        paused_at = started + first
        events.append(Event("PAUSED", paused_at, None, revision))
        events.append(Event("RESUMED", paused_at + pause, None, revision + 1))
        revision += 1
        paused_at += pause
    ended = started + air + pause
    revision += (ended - paused_at) // MINUTE + 1
    if reason == "SYSTEM":
        events.append(Event("DISCONNECTED", ended, None, revision))
        revision, ended = revision + 1, ended + LOST_AFTER_SECONDS
    events.append(Event(end, ended, reason, revision))
    return tuple(events)
