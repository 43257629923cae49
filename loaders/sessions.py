"""Sessions: the LIVEs of the company's database, by id, by broadcast, and a creator's pages."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from loaders.errors import KnownError
from loaders.mongo import read_document
from loaders.operation import Operation
from loaders.session import COLLECTION, Session
from loaders.session_finds import SessionKey
from loaders.session_state import State

_NEWEST_FIRST = (("created_at", -1), ("_id", -1))
_MOST_FINDS = 5
_log = structlog.get_logger(__name__)
_MOST_DOCUMENTS = 200


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page goes on: behind this LIVE. Neither part ever changes, so cursors are stable."""

    created_at: datetime
    id: str

    @classmethod
    def of(cls, session: Session) -> Position:
        """The place of ``session`` itself."""
        return cls(session.created_at, session.id)

    def is_before(self, session: Session) -> bool:
        """Whether ``session`` stands behind this position, newest first."""
        return (session.created_at, session.id) < (self.created_at, self.id)


@dataclass(frozen=True, slots=True)
class PageKey:
    """One page of a creator's LIVEs: the ``first`` ones ``after`` a position in some ``states``."""

    creator_id: str
    first: int
    after: Position | None = None
    states: frozenset[State] | None = None


@dataclass(frozen=True, slots=True)
class SessionPage:
    """LIVEs, newest first, whether there are more behind them, and where to look for those.

    A search for rare states may stop before it has found enough: it then says where it stopped.
    """

    sessions: list[Session]
    has_more: bool
    end: Position | None


async def sessions_by_id(
    operation: Operation, ids: list[str]
) -> Sequence[Session | KnownError | None]:
    """The viewer's LIVE of each id; None where there is none, or it is somebody else's."""
    keys = [SessionKey(id_, operation.viewer.creator_id) for id_ in ids]
    found = await operation.sources.sessions.read(operation, keys)
    return [found[key] for key in keys]


async def sessions_by_broadcast(
    operation: Operation, broadcast_ids: list[str]
) -> list[list[Session]]:
    """The viewer's LIVEs of each broadcast, oldest first; unreadable ones are left out."""
    documents = await operation.sources.mongo.find_for(
        operation, COLLECTION, {"broadcast_id": {"$in": broadcast_ids}}, keys=len(broadcast_ids)
    )
    # Somebody else's are not even read, so that they cost what there is not costs.
    viewer = operation.viewer.creator_id
    own = [document for document in documents if document.get("creator_id") == viewer]
    found: dict[str, list[Session]] = {broadcast_id: [] for broadcast_id in broadcast_ids}
    for session in sorted(_readable(own), key=lambda session: session.created_at):
        found[session.broadcast_id].append(session)
    return [found[broadcast_id] for broadcast_id in broadcast_ids]


async def session_pages(
    operation: Operation, keys: list[PageKey]
) -> Sequence[SessionPage | Exception]:
    """Each page, one find a page. Every LIVE that is found is then known by its id, too."""
    pages = await asyncio.gather(*(_page_or_error(operation, key) for key in keys))
    for page in pages:
        if isinstance(page, SessionPage):
            known: dict[str, Session | None] = {session.id: session for session in page.sessions}
            for session_id, session in known.items():
                operation.prime(sessions_by_id, session_id, session)
    return pages


async def _page_or_error(operation: Operation, key: PageKey) -> SessionPage | KnownError:
    try:
        return await _page(operation, key)
    except KnownError as error:
        return error


async def _page(operation: Operation, key: PageKey) -> SessionPage:
    """States are derived, not stored, so a filter may need more than one find to fill a page."""
    wanted: list[Session] = []
    if key.states is not None and not key.states:
        return SessionPage(wanted, has_more=False, end=None)
    after, size = key.after, key.first + 2
    for _ in range(_MOST_FINDS):
        documents = await _find(operation, key.creator_id, after, size)
        found = [one for one in _readable(documents) if after is None or after.is_before(one)]
        wanted += [session for session in found if _is_wanted(operation, session, key.states)]
        if found:
            after = Position.of(found[-1])
        if len(wanted) > key.first or len(documents) < size:
            shown = wanted[: key.first]
            end = Position.of(shown[-1]) if shown else None
            return SessionPage(shown, len(wanted) > key.first, end)
        size = min(size * 4, _MOST_DOCUMENTS)
    return SessionPage(wanted, has_more=True, end=after)


async def _find(
    operation: Operation, creator_id: str, after: Position | None, size: int
) -> list[dict[str, Any]]:
    # A range over both sort keys would be exact, but reads the whole collection on some servers;
    # one document too many is asked for instead, since the position's own is found again. Others
    # of the very same moment are found again, too: where they fill the find, the next is larger.
    question: dict[str, Any] = {"creator_id": creator_id}
    if after is not None:
        question["created_at"] = {"$lte": after.created_at}
    return await operation.sources.mongo.find_for(
        operation, COLLECTION, question, keys=1, sort=_NEWEST_FIRST, limit=size
    )


def _is_wanted(operation: Operation, session: Session, states: frozenset[State] | None) -> bool:
    return states is None or operation.state_of(session).state in states


def _readable(documents: list[dict[str, Any]]) -> list[Session]:
    sessions: list[Session] = []
    for document in documents:
        read = read_document(document, Session)
        if isinstance(read, Session):
            sessions.append(read)
        else:
            _log.warning("unreadable_session", session=str(document.get("_id")), detail=str(read))
    return sessions
