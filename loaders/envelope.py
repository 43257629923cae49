"""Envelope: the form of every answer of the company's HTTP services, and its items."""

from __future__ import annotations

from copy import copy
from typing import TypeVar, cast

import msgspec

from loaders.errors import KnownError, SourceBadAnswer, SourceForbidden, SourceUnavailable
from loaders.keys import Group, Key
from loaders.spellings import Moment, WireId, decode

OK = 0
NOT_THEIRS = 105005
# What a group takes with what is decoded of it, against its bytes alone.
_TIMES_DECODED = 4
_PASSING = frozenset({36009002, 36009007, 98001001})

T = TypeVar("T")


class GroupFault(msgspec.Struct, frozen=True):
    """A field group that the service could not give for one item."""

    group: str
    code: int


class WireItem(msgspec.Struct, frozen=True):
    """What a service says of one key; field groups stay bytes until a panel decodes its own."""

    on_behalf_of: WireId
    language: str
    live_id: WireId | None = None
    creator_id: WireId | None = None
    code: int = OK
    status: str = "READY"
    as_of: Moment | None = None
    next_refresh_at: Moment | None = None
    groups: dict[str, msgspec.Raw] = {}
    errors: list[GroupFault] = []


class WireData(msgspec.Struct, frozen=True):
    """The items of an answer, in any order. An item that cannot be read costs itself alone."""

    sessions: list[msgspec.Raw] = []
    creators: list[msgspec.Raw] = []


class WireEnvelope(msgspec.Struct, frozen=True):
    """``code`` 0 is good news; ``data`` may be null all the same."""

    code: int
    data: WireData | None = None


class Item:
    """What one source knows of one key, as of ``as_of``. Panels decode their own groups from it."""

    __slots__ = (
        "_decoded",
        "_faults",
        "_groups",
        "as_of",
        "is_ready",
        "is_stale",
        "next_refresh_at",
        "size",
        "upstream",
    )

    def __init__(self, wire: WireItem, *, upstream: str) -> None:
        """Raises ValueError when the header is not whole."""
        if wire.as_of is None:
            raise ValueError("an item without as_of")
        self.upstream = upstream
        self.is_ready = wire.status == "READY"
        self.as_of = wire.as_of
        self.next_refresh_at = wire.next_refresh_at
        self.is_stale = False
        # Copied, because a slice would hold on to the bytes of the whole answer.
        self._groups = {name: bytes(raw) for name, raw in wire.groups.items()}
        # One that is kept is read often, so what has been decoded of it is kept, too.
        self._decoded: dict[str, tuple[type, object]] = {}
        self.size = 256 + _TIMES_DECODED * sum(map(len, self._groups.values()))
        self._faults = {fault.group: fault.code for fault in wire.errors}

    @property
    def is_whole(self) -> bool:
        """Whether the service could give every field group that it should."""
        return not self._faults

    def as_stale(self) -> Item:
        """The same, said to be an older answer."""
        stale = copy(self)
        stale.is_stale = True
        return stale

    def group(self, group: Group, form: type[T], key: Key) -> T | None:
        """The field group decoded as ``form``; None when ``key`` does not ask for it, or not yet.

        Raises SourceUnavailable when the service could not give it, and SourceBadAnswer when it is
        missing or cannot be read.
        """
        if group.name not in key.groups:
            return None
        found = self.optional_group(group, form)
        if found is None and self.is_ready:
            raise SourceBadAnswer(f"group {group.name} is missing", upstream=self.upstream)
        return found

    def optional_group(self, group: Group, form: type[T]) -> T | None:
        """Like ``group``, of one that a service leaves out where it does not show it."""
        if group.name in self._faults:
            raise error_of(self._faults[group.name], self.upstream)
        known = self._decoded.get(group.name)
        if known is not None and known[0] is form:
            return cast("T", known[1])
        raw = self._groups.get(group.name)
        if raw is None:
            return None
        try:
            decoded = decode(raw, form)
        except ValueError as error:
            detail = f"group {group.name}: {error}"
            raise SourceBadAnswer(detail, upstream=self.upstream) from error
        self._decoded[group.name] = form, decoded
        return decoded


def error_of(code: int, upstream: str) -> KnownError:
    """Our error for the company's error ``code``: passing trouble, not theirs, or a bad answer."""
    if code in _PASSING:
        return SourceUnavailable(upstream=upstream)
    if code == NOT_THEIRS:
        return SourceForbidden(upstream=upstream)
    return SourceBadAnswer(f"code {code}", upstream=upstream)
