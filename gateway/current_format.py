"""Current format: ``incrementalSpec=v0.2``, with ``pending``, ``incremental`` and ``completed``.

It is that of graphql-js since 17.0.0-alpha.9, which Apollo Client 4, urql and Relay read. What has
been told once is not told again: contents have the id of an announced fragment and the path below.
"""

from __future__ import annotations

from typing import Any

from gateway.frames import Announced, Completed, Content, FirstFrame, LaterFrame


class CurrentFormat:
    """The format; and its writer, since a frame says all that it needs."""

    spec = "incrementalSpec=v0.2"
    every = False

    def writer(self) -> CurrentFormat:
        """A writer for one answer."""
        return self

    def first(self, frame: FirstFrame) -> dict[str, Any]:
        """The answer without what is pending."""
        return {
            **_unless_empty("errors", frame.errors),
            "data": frame.data,
            **_unless_empty("pending", [_pending(each) for each in frame.announced]),
            "hasNext": frame.has_next,
            **_unless_empty("extensions", frame.extensions),
        }

    def later(self, frame: LaterFrame) -> dict[str, Any]:
        """What has come."""
        return {
            **_unless_empty("pending", [_pending(each) for each in frame.announced]),
            **_unless_empty("incremental", [_incremental(each) for each in frame.contents]),
            **_unless_empty("completed", [_completed(each) for each in frame.completed]),
            "hasNext": frame.has_next,
            **_unless_empty("extensions", frame.extensions),
        }


def _pending(announced: Announced) -> dict[str, Any]:
    told: dict[str, Any] = {"id": announced.id, "path": announced.path}
    label = announced.fragment.label
    return told if label is None else {**told, "label": label}


def _incremental(content: Content) -> dict[str, Any]:
    return {
        "id": content.id,
        **_unless_empty("subPath", content.sub_path),
        "data": content.data,
        **_unless_empty("errors", content.errors),
    }


def _completed(completed: Completed) -> dict[str, Any]:
    return {"id": completed.id, **_unless_empty("errors", completed.errors)}


def _unless_empty(name: str, value: Any) -> dict[str, Any]:
    return {name: value} if value else {}
