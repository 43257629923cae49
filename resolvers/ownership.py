"""Ownership: a creator sees their own LIVEs, and nobody else's, on every path in."""

from __future__ import annotations

from typing import Annotated

import strawberry

from loaders.errors import NotFound
from loaders.session import Session
from loaders.sessions import sessions_by_id
from resolvers.context import Info

_ID_DIGITS = 19
SessionId = Annotated[
    strawberry.ID,
    strawberry.argument(description="The platform's own id of the LIVE, 19 digits."),
]


async def own_session(session_id: str, info: Info) -> Session:
    """The viewer's LIVE with this id.

    Raises NotFound for one that is unknown and for somebody else's alike: which of the two it is
    would tell that it exists. Raises KnownError when it cannot be read.
    """
    if not (session_id.isascii() and session_id.isdigit() and len(session_id) == _ID_DIGITS):
        raise NotFound
    session = await info.context.load(sessions_by_id, session_id)
    if session is None or session.creator_id != info.context.viewer.creator_id:
        raise NotFound
    return session
