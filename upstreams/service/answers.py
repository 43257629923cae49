"""From a read to the items of its answer."""

from __future__ import annotations

from typing import Any

from upstreams.company.sessions import Session
from upstreams.company.world import World
from upstreams.service.department import Delays, Department
from upstreams.service.live_book import LiveBook
from upstreams.service.reading import BadRead, CreatorKey, Read, SessionKey

Item = dict[str, Any]


class Answers:
    """Answers reads for one department."""

    def __init__(
        self, *, department: Department, world: World, book: LiveBook | None, delays: Delays
    ) -> None:
        self._department = department
        self._world = world
        self._book = book
        self._delays = delays

    async def answered(self, read: Read, now: float) -> tuple[list[Item], list[Item]]:
        """Return (session items, creator items); raises BadRead for a group that there is not.

        Items come in no order that a client may rely on, here in the reverse of the keys'.
        """
        self._check(read)
        live: dict[str, Session] = {}
        recent: dict[str, tuple[Session, ...]] = {}
        if self._book is not None:
            live = await self._book.sessions(key.live_id for key in read.sessions)
            recent = await self._book.recent(self._historical(read))
        sessions = [
            self._session(key, groups, live, recent, now) for key, groups in _joined_sessions(read)
        ]
        creators = [
            self._creator(key, groups, recent, now) for key, groups in _joined_creators(read)
        ]
        return sessions[::-1], creators[::-1]

    def _historical(self, read: Read) -> list[str]:
        """Return the creators whose simulated sessions must be known to answer."""
        historical = self._department.historical_groups
        return [
            *(key.creator_id for key in read.creators if key.groups),
            *(key.on_behalf_of for key in read.sessions if historical & set(key.groups)),
        ]

    def _check(self, read: Read) -> None:
        known = self._department
        for session in read.sessions:
            for group in session.groups:
                if group not in known.session_groups:
                    raise BadRead(f"unknown session group {group!r}")
        for creator in read.creators:
            for group in creator.groups:
                if group not in known.creator_groups:
                    raise BadRead(f"unknown creator group {group!r}")

    def _session(
        self,
        key: SessionKey,
        groups: list[str],
        live: dict[str, Session],
        recent: dict[str, tuple[Session, ...]],
        now: float,
    ) -> Item:
        session = live.get(key.live_id) or self._world.session_by_id(key.live_id)
        return self._department.session_item(
            self._world,
            session,
            live_id=key.live_id,
            on_behalf_of=key.on_behalf_of,
            language=key.language,
            groups=groups,
            now=now,
            delays=self._delays,
            recent=recent.get(key.on_behalf_of, ()),
        )

    def _creator(
        self,
        key: CreatorKey,
        groups: list[str],
        recent: dict[str, tuple[Session, ...]],
        now: float,
    ) -> Item:
        return self._department.creator_item(
            self._world,
            creator_id=key.creator_id,
            on_behalf_of=key.on_behalf_of,
            language=key.language,
            groups=groups,
            now=now,
            delays=self._delays,
            recent=recent.get(key.creator_id, ()),
        )


def _joined_sessions(read: Read) -> list[tuple[SessionKey, list[str]]]:
    """Return each (id, on behalf of, language) once, with the union of its groups."""
    joined: dict[tuple[str, str, str], tuple[SessionKey, list[str]]] = {}
    for key in read.sessions:
        identity = (key.live_id, key.on_behalf_of, key.language)
        _, groups = joined.setdefault(identity, (key, []))
        groups.extend(group for group in key.groups if group not in groups)
    return list(joined.values())


def _joined_creators(read: Read) -> list[tuple[CreatorKey, list[str]]]:
    joined: dict[tuple[str, str, str], tuple[CreatorKey, list[str]]] = {}
    for key in read.creators:
        identity = (key.creator_id, key.on_behalf_of, key.language)
        _, groups = joined.setdefault(identity, (key, []))
        groups.extend(group for group in key.groups if group not in groups)
    return list(joined.values())
