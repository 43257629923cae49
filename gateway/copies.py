"""Copies: answers that are sent again as the bytes that they were, while they rest on the same.

An answer of which every part was read before, and nothing asked of a source, has a copy. It is good
for the same document, variables, viewer and language, as long as a run would be given the very same
again: see ``loaders.ground``. What it tells of its own moment is left out of it, and put in anew.
Answers with errors or extensions have no copy, nor has what hangs on the clock in any other way.

Copies are bounded by their bytes. Of one creator there are a few and a part of the bytes at most,
the oldest make room first; and creators who have not asked for longest make room for others.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from gateway.answer import Answer
from gateway.demand_told import asks_for_cost
from gateway.graphql_request import GraphQLRequest
from loaders.ground import Ground
from loaders.moment import Moment
from loaders.viewer import Viewer

_MOST_EACH = 64
_PART_EACH = 16
# What a copy takes beside its bytes: the key, the entry, and each read that it rests on.
_ENTRY_BYTES = 1_000
_FOOTING_BYTES = 100
# Ids and words are shorter; the bytes of a copy have room for no more.
_LONGEST_VARIABLES = 500
# Stands where the moment was. Nobody can know it, so nobody can have it in an answer.
_GAP = secrets.token_hex(16)
_GAP_BYTES = _GAP.encode("ascii")


class CopyKey(NamedTuple):
    """What an answer is made for: by the number of its plan, and whatever else it may hang on."""

    creator_id: str
    platform: str
    is_developer: bool
    language: str
    plan: int
    variables: Hashable


@dataclass(frozen=True, slots=True)
class Copy:
    """The bytes of an answer around the places where its own moment stands."""

    pieces: tuple[bytes, ...]
    ground: Ground

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        footings = _FOOTING_BYTES * len(self.ground.footings)
        return _ENTRY_BYTES + footings + sum(map(len, self.pieces))

    def content(self, moment: str) -> bytes:
        """The bytes of the answer that is made at ``moment``, as it is written there."""
        if len(self.pieces) == 1:
            return self.pieces[0]
        return moment.encode("ascii").join(self.pieces)


class Copies:
    """Those of one process. ``most_bytes`` 0 keeps none."""

    def __init__(self, *, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._most_bytes_each = most_bytes // _PART_EACH
        self._shelves: OrderedDict[str, _Shelf] = OrderedDict()
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """The bytes of all copies."""
        return self._bytes

    def find(self, key: CopyKey, now: datetime, monotonic: float) -> tuple[Copy, float] | None:
        """The copy that is as good as a new answer would be, and for how many seconds.

        ``monotonic`` is the same moment as ``now``: see ``loaders.ground``.
        """
        shelf = self._shelves.get(key.creator_id)
        copy = None if shelf is None else shelf.get(key)
        if shelf is None or copy is None:
            return None
        good_for = copy.ground.good_for(now, monotonic)
        if good_for <= 0.0:
            self._bytes -= shelf.drop(key)
            if not len(shelf):
                del self._shelves[key.creator_id]
            return None
        self._shelves.move_to_end(key.creator_id)
        return copy, good_for

    def keep(self, key: CopyKey, copy: Copy) -> None:
        """Keep it, if there is room for it among its creator's."""
        if copy.size > self._most_bytes_each:
            return
        shelf = self._shelves.setdefault(key.creator_id, _Shelf())
        self._shelves.move_to_end(key.creator_id)
        before = shelf.bytes
        shelf.put(key, copy)
        while len(shelf) > _MOST_EACH or shelf.bytes > self._most_bytes_each:
            shelf.drop_oldest()
        self._bytes += shelf.bytes - before
        while self._bytes > self._most_bytes:
            self._make_room()

    def _make_room(self) -> None:
        """Drop one of the creator's who has not asked for longest."""
        creator_id, shelf = next(iter(self._shelves.items()))
        self._bytes -= shelf.drop_oldest()
        if not len(shelf):
            del self._shelves[creator_id]


class _Shelf:
    """The copies of one creator, and their bytes; those not used for longest go first."""

    __slots__ = ("_copies", "bytes")

    def __init__(self) -> None:
        self._copies: OrderedDict[CopyKey, Copy] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._copies)

    def get(self, key: CopyKey) -> Copy | None:
        copy = self._copies.get(key)
        if copy is not None:
            self._copies.move_to_end(key)
        return copy

    def put(self, key: CopyKey, copy: Copy) -> None:
        self.drop(key)
        self._copies[key] = copy
        self.bytes += copy.size

    def drop(self, key: CopyKey) -> int:
        """Its bytes; 0: there was none."""
        gone = self._copies.pop(key, None)
        size = 0 if gone is None else gone.size
        self.bytes -= size
        return size

    def drop_oldest(self) -> int:
        return self.drop(next(iter(self._copies)))


def copy_key(request: GraphQLRequest, viewer: Viewer, language: str) -> CopyKey | None:
    """What the answer to a ``planned`` request hangs on, beside what is read for it.

    None: on more than that, on long texts, or it is no query.
    """
    plan = request.plan
    if plan is None or plan.kind != "query" or asks_for_cost(request.extensions):
        return None
    variables = plan.variables.plain(request.variables)
    if variables is None or _length(variables) > _LONGEST_VARIABLES:
        return None
    return CopyKey(
        viewer.creator_id, viewer.platform, viewer.is_developer, language, plan.number, variables
    )


def _length(variables: tuple[tuple[str, Any], ...]) -> int:
    return sum(len(value) for _, value in variables if isinstance(value, str))


def copy_of(answer: Answer, ground: Ground, moment: Moment) -> Copy:
    """The copy of ``answer``, in which ``moment`` stands as the one at which it was made."""
    places = [] if moment.text is None else list(_places(answer.data, moment.text))
    for container, key in places:
        container[key] = _GAP
    try:
        content = msgspec.json.encode(answer.to_wire())
    finally:
        for container, key in places:
            container[key] = moment.text
    return Copy(tuple(content.split(_GAP_BYTES)) if places else (content,), ground)


def _places(data: Any, text: str) -> Iterator[tuple[Any, Any]]:
    """Where this very ``text`` stands: another of the same letters is not meant."""
    waiting = [data]
    while waiting:
        container = waiting.pop()
        inside = container.items() if isinstance(container, dict) else enumerate(container)
        for key, value in inside:
            if value is text:
                yield container, key
            elif isinstance(value, dict | list):
                waiting.append(value)
