"""Frames: the parts in which an answer comes, whoever works them out and whoever writes them.

The first frame is the answer without what is deferred, and announces the fragments that come later.
The others bring their contents, say which fragments are complete with that, or have failed, and
announce what is deferred in those. What several fragments select is brought once, before the first
of them is complete.

Nothing of it is a wire format: see ``gateway.current_format`` and ``gateway.older_format``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from gateway.deferrals import DeferredFragment

Path: TypeAlias = list[str | int]
Errors: TypeAlias = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Announced:
    """A fragment that will come, at ``path`` of the answer's data."""

    id: str
    path: Path
    fragment: DeferredFragment


@dataclass(frozen=True, slots=True)
class Content:
    """Fields of the answer at ``sub_path`` below the path of an announced fragment."""

    id: str
    sub_path: Path
    data: dict[str, Any]
    errors: Errors


@dataclass(frozen=True, slots=True)
class Completed:
    """An announced fragment that is complete; with ``errors``, it has failed and is not there."""

    id: str
    errors: Errors


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstFrame:
    """The answer without what is deferred. ``upstream_calls`` were made until it was there."""

    data: dict[str, Any] | None
    errors: Errors
    announced: list[Announced]
    upstream_calls: int
    extensions: dict[str, Any] = field(default_factory=dict)

    @property
    def has_next(self) -> bool:
        """Whether more frames come."""
        return bool(self.announced)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterFrame:
    """What has become ready since the frame before, whose calls are not counted again."""

    announced: list[Announced] = field(default_factory=list)
    contents: list[Content] = field(default_factory=list)
    completed: list[Completed] = field(default_factory=list)
    has_next: bool = True
    extensions: dict[str, Any] = field(default_factory=dict)
    upstream_calls: int = 0

    @property
    def all_errors(self) -> Errors:
        """The errors of everything in it."""
        told: list[Content | Completed] = [*self.contents, *self.completed]
        return [error for each in told for error in each.errors]

    def is_about(self, ids: set[str]) -> bool:
        """Whether it tells anything of one of these fragments."""
        told: list[Content | Completed] = [*self.contents, *self.completed]
        return any(each.id in ids for each in told)

    def after(self, before: LaterFrame) -> LaterFrame:
        """Both in one: this one, and the one that came before it."""
        return LaterFrame(
            announced=before.announced + self.announced,
            contents=before.contents + self.contents,
            completed=before.completed + self.completed,
            has_next=self.has_next,
            extensions={**before.extensions, **self.extensions},
            upstream_calls=before.upstream_calls + self.upstream_calls,
        )

    def in_order(self) -> Iterator[LaterFrame]:
        """The same in as many frames as it takes for none to tell of what it announces itself.

        Some clients read contents before announcements. Contents stay in their order: one may be
        for a place that one before it has made.
        """
        ids = {each.id for each in self.announced}
        if not self.is_about(ids):
            yield self
            return
        places = (place for place, each in enumerate(self.contents) if each.id in ids)
        split = next(places, len(self.contents))
        yield LaterFrame(announced=self.announced, contents=self.contents[:split])
        yield replace(self, announced=[], contents=self.contents[split:])


Frame: TypeAlias = FirstFrame | LaterFrame


class FramesToTell:
    """Later frames that wait until the one before is written: what can be is merged meanwhile."""

    __slots__ = ("_frames",)

    def __init__(self) -> None:
        self._frames: list[LaterFrame] = []

    def __len__(self) -> int:
        return len(self._frames)

    def add(self, frame: LaterFrame) -> None:
        """One more, after all others."""
        for each in frame.in_order():
            last = self._frames[-1] if self._frames else None
            if last is None or each.is_about({one.id for one in last.announced}):
                self._frames.append(each)
            else:
                self._frames[-1] = each.after(last)

    def take(self) -> LaterFrame:
        """The next one; only when there is one."""
        return self._frames.pop(0)
