"""Older format: ``deferSpec=20220824``, with ``path``, ``label`` and ``hasNext``.

Apollo Kotlin, Apollo iOS and Apollo Client's ``Defer20220824Handler`` read it. A fragment is told
when it is complete, by its label and path, with everything that it selects: Apollo iOS reads it by
itself, so what was told before is in it, too. Until then these clients take it for missing, so
every fragment is told. And each payload but the first has ``incremental``, without which Apollo iOS
gives the whole answer up.
"""

from __future__ import annotations

from typing import Any

from gateway.deferrals import Shape
from gateway.frames import Announced, Completed, Errors, FirstFrame, LaterFrame, Path


class OlderFormat:
    """The format."""

    spec = "deferSpec=20220824"
    every = True

    def writer(self) -> OlderFormatWriter:
        """A writer for one answer."""
        return OlderFormatWriter()


class OlderFormatWriter:
    """Holds all of the answer that is there by now, of which each fragment is told its part."""

    __slots__ = ("_announced", "_data", "_errors")

    def __init__(self) -> None:
        self._data: Any = None
        self._announced: dict[str, Announced] = {}
        self._errors: dict[str, Errors] = {}

    def first(self, frame: FirstFrame) -> dict[str, Any]:
        """The answer without what is to come."""
        self._data = frame.data
        self._announce(frame)
        return _payload(
            errors=frame.errors,
            data=frame.data,
            hasNext=frame.has_next,
            extensions=frame.extensions,
        )

    def later(self, frame: LaterFrame) -> dict[str, Any] | None:
        """The fragments that are complete; None when none is."""
        self._announce(frame)
        for content in frame.contents:
            path = [*self._announced[content.id].path, *content.sub_path]
            self._data = _merged(self._data, path, content.data)
            self._errors.setdefault(content.id, []).extend(content.errors)
        if not frame.completed and frame.has_next:
            return None
        told = self._errors_told(frame.completed)
        fragments = [self._fragment(each, told[each.id]) for each in frame.completed]
        return _payload(incremental=fragments, hasNext=frame.has_next, extensions=frame.extensions)

    def _announce(self, frame: FirstFrame | LaterFrame) -> None:
        self._announced |= {each.id: each for each in frame.announced}

    def _errors_told(self, completed: list[Completed]) -> dict[str, Errors]:
        """The errors that are told now, by the fragment that they are told with."""
        told: dict[str, Errors] = {each.id: list(each.errors) for each in completed}
        for fragment_id, errors in self._errors.items() if told else ():
            # What is of several fragments comes with the first of them that is complete.
            told[fragment_id if fragment_id in told else next(iter(told))] += errors
        self._errors = {}
        return told

    def _fragment(self, completed: Completed, errors: Errors) -> dict[str, Any]:
        announced = self._announced.pop(completed.id)
        fragment = announced.fragment
        data = None if completed.errors else _part(_at(self._data, announced.path), fragment.shape)
        label = {} if fragment.label is None else {"label": fragment.label}
        return {"data": data, "path": announced.path, **label, **_payload(errors=errors)}


def _payload(**entries: Any) -> dict[str, Any]:
    """The entries, but for errors and extensions where there are none."""
    return {
        name: value
        for name, value in entries.items()
        if value or name not in {"errors", "extensions"}
    }


def _merged(data: Any, path: Path, fields: dict[str, Any]) -> Any:
    """``data`` with ``fields`` at ``path``. What was told before is left as it is, and copied."""
    if not path:
        return _joined(data, fields)
    copied: Any = list(data) if isinstance(data, list) else dict(data)
    copied[path[0]] = _merged(copied[path[0]], path[1:], fields)
    return copied


def _joined(one: Any, other: Any) -> Any:
    """Both in one, the other before the one where they cannot be joined."""
    if isinstance(one, dict) and isinstance(other, dict):
        shared = {key: _joined(one[key], other[key]) for key in one.keys() & other.keys()}
        return {**one, **other, **shared}
    return other


def _at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


def _part(value: Any, shape: Shape | None) -> Any:
    """What of ``value`` the shape has. Fields of other types than the value's are not there."""
    if shape is None or value is None:
        return value
    if isinstance(value, list):
        return [_part(item, shape) for item in value]
    return {key: _part(value[key], below) for key, below in shape.items() if key in value}
