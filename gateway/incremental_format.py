"""Incremental format: how the frames of an answer look on the wire."""

from __future__ import annotations

from typing import Any, Protocol

from gateway.frames import FirstFrame, LaterFrame


class FrameWriter(Protocol):
    """Writes the frames of one answer, in their order."""

    def first(self, frame: FirstFrame) -> dict[str, Any]:
        """The first payload."""
        ...

    def later(self, frame: LaterFrame) -> dict[str, Any] | None:
        """A later one; None when the format has nothing to say of this frame."""
        ...


class IncrementalFormat(Protocol):
    """One of the formats.

    ``spec`` is the parameter of the media type that names it. ``every``: whether its clients must
    be told of every fragment that the document defers, also of those that come with the rest.
    """

    @property
    def spec(self) -> str:
        """As in ``multipart/mixed;incrementalSpec=v0.2``."""
        ...

    @property
    def every(self) -> bool:
        """Whether nothing that the document defers may come without being told of."""
        ...

    def writer(self) -> FrameWriter:
        """A writer for one answer."""
        ...
