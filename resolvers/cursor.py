"""Cursor: a place in one creator's list, made of what never changes, and sealed.

    base64url( {milliseconds since 1970}:{id}:{seal} )

The seal is over the creator, the list and the place, by a key of its own that comes from the file
of link keys. So a cursor is good for its creator and in its list alone, and for as long as its key
stands in that file. A filter is no part of it: the place is one in the whole list.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from loaders.errors import BadUserInput
from loaders.link_keys import LinkKeys, Purpose
from resolvers.context import Info

MOST = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_TEXT = re.compile(r"((0|[1-9][0-9]{0,14}):([A-Za-z0-9_-]{1,64})):([A-Za-z0-9_-]{22})")
_MOST_CHARACTERS = 140


@dataclass(frozen=True, slots=True)
class CursorList:
    """The list ``name`` of one creator, whose cursors are good in it and nowhere else."""

    keys: LinkKeys
    creator_id: str
    name: str

    def cursor(self, at: datetime, identifier: str) -> str:
        """The cursor of an object that was made at ``at`` (UTC, to the millisecond)."""
        place = f"{(at - _EPOCH) // _MILLISECOND}:{identifier}"
        return _encoded(f"{place}:{self.keys.tag(Purpose.CURSOR, self._sealed(place))}")

    def place(self, cursor: str) -> tuple[datetime, str]:
        """When the object was made, and its id.

        Raises BadUserInput for every text that is no cursor of this list and creator: for one that
        is forged, of another creator, of another list or sealed by a key that is gone, alike.
        """
        found = _TEXT.fullmatch(_decoded(cursor))
        if found is None or not self.keys.is_tag(Purpose.CURSOR, self._sealed(found[1]), found[4]):
            raise _not_ours()
        try:
            return _EPOCH + int(found[2]) * _MILLISECOND, found[3]
        except OverflowError:
            raise _not_ours() from None

    def _sealed(self, place: str) -> bytes:
        # No part can have a line break in it, so that nothing can be read in two ways.
        return f"{self.name}\n{self.creator_id}\n{place}".encode()


def cursors_of(name: str, info: Info) -> CursorList:
    """The viewer's list ``name``."""
    return CursorList(info.context.sources.link_keys, info.context.viewer.creator_id, name)


def bounded(first: int) -> int:
    """``first``, when a page can be so large. Raises BadUserInput when it cannot."""
    if not 1 <= first <= MOST:
        raise BadUserInput(f"first must be 1 to {MOST}.")
    return first


def _encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode("ascii")).decode("ascii").rstrip("=")


def _decoded(cursor: str) -> str:
    """What a cursor is the one spelling of; nothing for every other text."""
    if len(cursor) > _MOST_CHARACTERS:
        return ""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return ""
    return text if _encoded(text) == cursor else ""


def _not_ours() -> BadUserInput:
    return BadUserInput("This is not a cursor of this list.")
