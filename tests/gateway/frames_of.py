"""Frames of a test's own making, each fragment with a shape that its text says."""

from __future__ import annotations

from typing import Any

from graphql import OperationDefinitionNode, parse

from gateway.deferrals import DeferredFragment
from gateway.frames import Announced, Completed, Content, FirstFrame, LaterFrame, Path
from resolvers.selected import Selected

ERROR = {"message": "Late.", "path": ["page", "a"], "extensions": {"code": "X"}}


def fragment(text: str = "{ a }", label: str | None = None) -> DeferredFragment:
    """A fragment that selects so."""
    document = parse(text)
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    return DeferredFragment(label, Selected(document), operation.selection_set)


def announced(
    id_: str, *path: str | int, text: str = "{ a }", label: str | None = None
) -> Announced:
    """A fragment that is announced."""
    return Announced(id_, list(path), fragment(text, label))


def content(id_: str, data: dict[str, Any], *sub_path: str | int, **more: Any) -> Content:
    """Contents of it."""
    path: Path = list(sub_path)
    return Content(id_, path, data, more.get("errors", []))


def completed(*ids: str) -> list[Completed]:
    """These are complete."""
    return [Completed(id_, []) for id_ in ids]


def first(data: dict[str, Any], *coming: Announced) -> FirstFrame:
    """A first frame."""
    return FirstFrame(data=data, errors=[], announced=list(coming), upstream_calls=1)


def later(*contents: Content, **more: Any) -> LaterFrame:
    """A later frame."""
    return LaterFrame(contents=list(contents), **more)
