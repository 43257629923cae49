"""A department of the company: what one service says of a session or a creator.

`Department.session_item` and `creator_item` are pure: a test asks them what the service would say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from upstreams.company.creators import Creator
from upstreams.company.sessions import Session
from upstreams.company.settlement import ATTRIBUTION_SECONDS, PROVISIONAL_SECONDS
from upstreams.company.words import Words
from upstreams.company.world import World
from upstreams.service.codes import OUT_OF_SCOPE


@dataclass(frozen=True, slots=True)
class Delays:
    """How long after an end the company needs, in seconds: for figures, diagnosis, rewards."""

    analytics: float = 20.0
    diagnosis: float = 1800.0
    rewards: float = 0.0


@dataclass(frozen=True, slots=True)
class SessionQuestion:
    """A session asked about, as of `at` (unix seconds, the time of the newest refresh).

    `recent` are simulated sessions of its creator, oldest first; only a historical group has them.
    """

    world: World
    session: Session
    words: Words
    at: float
    delays: Delays
    recent: tuple[Session, ...] = ()

    def ended_before(self) -> list[Session]:
        """Return the creator's sessions that had ended when this one did, oldest first."""
        creator, this = self.session.creator, self.session
        ended = _ended(self.world, creator, self.recent, self.at)
        last = this.ended_at(self.at) or self.at
        others = [other for other in ended if other.id != this.id]
        return [other for other in others if (other.ended_at(self.at) or 0) <= last]


@dataclass(frozen=True, slots=True)
class CreatorQuestion:
    """A creator asked about; `recent` are simulated sessions that have ended, oldest first."""

    world: World
    creator: Creator
    words: Words
    at: float
    delays: Delays
    recent: tuple[Session, ...]

    def ended_sessions(self) -> list[Session]:
        """Return every ended session of the creator, oldest first."""
        return _ended(self.world, self.creator, self.recent, self.at)


def _ended(world: World, creator: Creator, recent: tuple[Session, ...], at: float) -> list[Session]:
    ended = [
        session
        for session in (*world.history(creator), *recent)
        if session.ended_at(at) is not None
    ]
    return sorted(ended, key=lambda session: session.ended_at(at) or 0)


Item = dict[str, Any]
# None leaves the group out of the answer.
SessionGroup = Callable[[SessionQuestion], Item | None]
CreatorGroup = Callable[[CreatorQuestion], Item | None]


@dataclass(frozen=True, slots=True)
class Department:
    """One service. `waits` says when a session's figures are there, None when they are.

    `historical_groups` are those session groups that look at what the creator did before.
    """

    name: str
    session_groups: Mapping[str, SessionGroup]
    creator_groups: Mapping[str, CreatorGroup]
    waits: Callable[[Session, float, Delays], float | None]
    time: Callable[[float], str | int]
    historical_groups: frozenset[str] = frozenset()

    def session_item(
        self,
        world: World,
        session: Session | None,
        *,
        live_id: str,
        on_behalf_of: str,
        language: str,
        groups: Iterable[str],
        now: float,
        delays: Delays,
        recent: tuple[Session, ...] = (),
    ) -> Item:
        """Return the item for a session; a stranger's and an unknown one are told alike."""
        item: Item = {"live_id": live_id, "on_behalf_of": on_behalf_of, "language": language}
        if session is None or session.creator.id != on_behalf_of:
            return {**item, "code": OUT_OF_SCOPE, "message": "live_id is out of scope"}
        wait = self.waits(session, now, delays)
        if wait is not None:
            return {**item, **self._header("NOT_READY", now, wait), "groups": {}, "errors": []}
        step = refresh_step(session, now)
        at = refreshed_at(session, now, step)
        question = SessionQuestion(world, session, Words.of(language), at, delays, recent)
        answered = {group: self.session_groups[group](question) for group in groups}
        return {
            **item,
            **self._header("READY", at, at + step if step else None),
            "groups": {group: value for group, value in answered.items() if value is not None},
            "errors": [],
        }

    def creator_item(
        self,
        world: World,
        *,
        creator_id: str,
        on_behalf_of: str,
        language: str,
        groups: Iterable[str],
        now: float,
        delays: Delays,
        recent: tuple[Session, ...] = (),
    ) -> Item:
        """Return the item for a creator, who may be asked about on their own behalf alone."""
        item: Item = {"creator_id": creator_id, "on_behalf_of": on_behalf_of, "language": language}
        creator = world.creator_by_id(creator_id)
        if creator is None or creator_id != on_behalf_of:
            return {**item, "code": OUT_OF_SCOPE, "message": "creator_id is out of scope"}
        question = CreatorQuestion(world, creator, Words.of(language), now, delays, recent)
        answered = {group: self.creator_groups[group](question) for group in groups}
        return {
            **item,
            **self._header("READY", now, now + 3600),
            "groups": {group: value for group, value in answered.items() if value is not None},
            "errors": [],
        }

    def _header(self, status: str, as_of: float, next_refresh: float | None) -> Item:
        return {
            "code": 0,
            "status": status,
            "as_of": self.time(as_of),
            "next_refresh_at": None if next_refresh is None else self.time(next_refresh),
        }


def refresh_step(session: Session, now: float) -> float | None:
    """Return the seconds between two refreshes: a minute at first, an hour later, then never."""
    ended = session.ended_at(now)
    if ended is None or now - ended < PROVISIONAL_SECONDS:
        return 60.0
    return 3600.0 if now - ended < 2 * ATTRIBUTION_SECONDS else None


def refreshed_at(session: Session, now: float, step: float | None) -> float:
    """Return when the figures were last refreshed; of a running LIVE they are as of now."""
    ended = session.ended_at(now)
    if ended is None:
        return now
    if step is None:
        return ended + 2 * ATTRIBUTION_SECONDS
    return now - (now - ended) % step
