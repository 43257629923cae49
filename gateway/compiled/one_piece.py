"""One piece: which fields of an answer in parts come as one, with all that is selected of them.

Such a field is selected by one fragment, deferred or not, and nothing of it is deferred again; and
nothing within it is waited for. Code can be written for it as if nothing were ever deferred.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from gateway.compiled.outline import Part, PartField


class OnePiece:
    """Knows it of all fields of ``parts``, the root first."""

    def __init__(self, parts: list[Part]) -> None:
        self._root = parts[0]
        by = {part.number: _deferring(part) for part in parts}
        self._by = {number: found for number, found in by.items() if len(found) == 1}
        while broken := [part for part in parts if self._is_broken(part)]:
            for part in broken:
                del self._by[part.number]

    def is_one(self, field: PartField) -> bool:
        """Whether ``field`` comes as one."""
        if not field.parts:
            return True
        by = _deferred_by(field)
        return len(by) == 1 and all(
            not part.is_open and self._by.get(part.number) == by for part in field.parts.values()
        )

    def opened(self) -> Iterator[Part]:
        """The objects whose fields may come one by one."""
        yield from _reached([self._root], lambda field: not self.is_one(field))

    def closed(self) -> Iterator[Part]:
        """The objects within fields that come as one."""
        fields = [field for part in self.opened() for field in part.fields if self.is_one(field)]
        yield from _reached([part for field in fields for part in field.parts.values()], _any)

    def _is_broken(self, part: Part) -> bool:
        by = self._by.get(part.number)
        return by is not None and any(
            self._by.get(below.number) != by
            for field in part.fields
            for below in field.parts.values()
        )


def _deferring(part: Part) -> frozenset[int | None]:
    """What defers the fields of ``part``."""
    return frozenset(each for field in part.fields for each in _deferred_by(field))


def _deferred_by(field: PartField) -> frozenset[int | None]:
    """The places of what defers it; None: nothing."""
    return frozenset(
        None if each.defer_usage is None else id(each.defer_usage.directive_node)
        for each in field.details
    )


def _reached(first: Iterable[Part], goes_on: Callable[[PartField], bool]) -> Iterator[Part]:
    """``first``, and what is within them, through fields by which it ``goes_on``; each once."""
    waiting, seen = list(first), set[int]()
    while waiting:
        part = waiting.pop()
        if part.number not in seen:
            seen.add(part.number)
            yield part
            for field in part.fields:
                if goes_on(field):
                    waiting += field.parts.values()


def _any(_: PartField) -> bool:
    return True
