"""Refetch: an object again by its global id, with the same owner check as on every other path."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from typing import TypeAlias, cast

import strawberry
from strawberry.types import get_object_definition
from strawberry.types.base import StrawberryOptional

from loaders.errors import NotFound
from resolvers.broadcast import Broadcast, load_broadcast
from resolvers.context import Info
from resolvers.creator import Creator
from resolvers.end_page import EndPage, end_page_of
from resolvers.global_id import global_id, read_global_id
from resolvers.live_session import LiveSession, live_session
from resolvers.node import Node
from resolvers.own_recording import own_recording
from resolvers.ownership import own_session
from resolvers.recording import Recording, recording
from resolvers.share import Share, own_share, share


async def refetch(opaque: str, info: Info) -> Node | None:
    """The object with this global id; None when its page has gone.

    Raises NotFound for what is unknown and for what is somebody else's alike.
    """
    found = read_global_id(opaque)
    if found is None:
        raise NotFound("There is no such object for this creator.")
    type_name, raw = found
    again = _AGAIN.get(type_name)
    if again is not None:
        return await again(raw, info)
    panel = _panels().get(type_name)
    if panel is None:
        raise NotFound("There is no such object for this creator.")
    page = await _end_page(raw, info)
    return None if page is None else await panel(page, info)


async def _live_session(raw: str, info: Info) -> LiveSession:
    return live_session(await own_session(raw, info), info.context)


async def _end_page(raw: str, info: Info) -> EndPage | None:
    return end_page_of(await _live_session(raw, info), info)


async def _creator(raw: str, info: Info) -> Creator:
    if raw != info.context.viewer.creator_id:
        raise NotFound("There is no such object for this creator.")
    return Creator(id=strawberry.ID(global_id("Creator", raw)), creator_id=strawberry.ID(raw))


async def _broadcast(raw: str, info: Info) -> Broadcast:
    broadcast = await load_broadcast(raw, info)
    if broadcast is None:
        raise NotFound("There is no such object for this creator.")
    return broadcast


async def _recording(raw: str, info: Info) -> Recording:
    return recording(await own_recording(raw, info), info.context)


async def _share(raw: str, info: Info) -> Share:
    return share(await own_share(raw, info), info)


PanelResolver: TypeAlias = Callable[[EndPage, Info], Awaitable[Node]]

_AGAIN: dict[str, Callable[[str, Info], Awaitable[Node | None]]] = {
    "LiveSession": _live_session,
    "EndPage": _end_page,
    "Creator": _creator,
    "Broadcast": _broadcast,
    "Recording": _recording,
    "Share": _share,
}


@cache
def _panels() -> dict[str, PanelResolver]:
    """The panels' own resolvers by type name, as the lines of EndPage name them."""
    found: dict[str, PanelResolver] = {}
    for field in get_object_definition(EndPage, strict=True).fields:
        if field.base_resolver is None or not isinstance(field.type, StrawberryOptional):
            continue
        panel = get_object_definition(field.type.of_type, strict=True)
        found[panel.name] = cast("PanelResolver", field.base_resolver.wrapped_func)
    return found
