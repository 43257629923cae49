"""Share pages: a creator's shares, newest first, with places that never change."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.errors import KnownError
from loaders.operation import Operation
from loaders.sessions import Position
from loaders.share import Share

_MOST_FINDS = 5


@dataclass(frozen=True, slots=True)
class SharePageKey:
    """One page of a creator's shares: the ``first`` ones ``after`` a position."""

    creator_id: str
    first: int
    after: Position | None = None


@dataclass(frozen=True, slots=True)
class SharePage:
    """Shares, newest first, and whether there are more behind them."""

    shares: list[Share]
    has_more: bool


def position_of(share: Share) -> Position:
    """The place of ``share`` among those of its creator."""
    return Position(share.created_at, share.token)


async def share_pages(
    operation: Operation, keys: list[SharePageKey]
) -> Sequence[SharePage | Exception]:
    """Each page, one find a page."""
    return await asyncio.gather(*(_page_or_error(operation, key) for key in keys))


async def _page_or_error(operation: Operation, key: SharePageKey) -> SharePage | KnownError:
    try:
        return await _page(operation, key)
    except KnownError as error:
        return error


async def _page(operation: Operation, key: SharePageKey) -> SharePage:
    # The position's own share is found again, and one more says whether there are more; others of
    # the very same moment are found again, too: where they fill the find, the next is larger.
    after, size = key.after, key.first + 2
    until = None if after is None else after.created_at
    behind: list[Share] = []
    for _ in range(_MOST_FINDS):
        found = await operation.sources.shares.newest(
            operation, creator_id=key.creator_id, until=until, most=size
        )
        behind = [one for one in found if after is None or _is_behind(one, after)]
        if len(behind) > key.first or len(found) < size:
            break
        size *= 4
    return SharePage(behind[: key.first], has_more=len(behind) > key.first)


def _is_behind(share: Share, position: Position) -> bool:
    return (share.created_at, share.token) < (position.created_at, position.id)
