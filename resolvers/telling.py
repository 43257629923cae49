"""Telling: what a subscriber was told last, and what an update tells beyond that.

The panels of an update are compared as the client has selected them: what it cannot see has not
changed for it. How old a panel is does not count as content.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import Any

import msgspec

from loaders.session import Session
from loaders.session_state import SessionState, State
from resolvers.subscription import EndPagePanel, UpdateReason
from resolvers.update_shape import PanelPlace, Path, UpdateShape

_DIGEST_BYTES = 8


class Telling:
    """The memory of one subscriber: a few words, and with panels the last good answer of each."""

    __slots__ = (
        "_contents",
        "_end",
        "_good",
        "_is_whole",
        "_shape",
        "_state",
        "changed",
        "revision",
    )

    def __init__(self, shape: UpdateShape) -> None:
        self._shape = shape
        self.revision = -1
        self._state: State | None = None
        self._is_whole = True
        self._end: tuple[datetime | None, object] = (None, None)
        # Most subscribers select no panel, or are LIVE: they need neither.
        self._contents: dict[Path, bytes] | None = None
        self._good: dict[Path, bytes] | None = None
        self.changed: list[str] = []

    @property
    def is_over(self) -> bool:
        """Whether the client has been told that the LIVE is over."""
        return self._state is not None and self._state.is_over

    @property
    def event_id(self) -> str:
        """Names all that has been told: the revision, the state that was shown with it (the clock
        alone may change that), what it still lacked, and the panels' contents.
        """
        contents = self._contents or {}
        digest = blake2b(b"".join(contents.values()), digest_size=_DIGEST_BYTES).hexdigest()
        name = f"{self.revision}-{self._state.value if self._state else ''}"
        name = name if self._is_whole else f"{name}-"
        return f"{name}-{digest}" if contents else name

    def keep_good(self, data: dict[str, Any], errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Put the last good answer in the place of a panel that could not be loaded this time.

        Returns the errors that are left, which are those of panels that never were.
        """
        for place in self._shape.panels:
            page = place.parent(data)
            if page is None:
                continue
            if page[place.path[-1]] is not None:
                self._remember(place, page[place.path[-1]])
            elif self._good is not None and place.path in self._good:
                page[place.path[-1]] = _stale(self._good[place.path], place)
                errors = [error for error in errors if not place.is_place_of(error)]
        return errors

    def tell(
        self,
        data: dict[str, Any],
        session: Session,
        derived: SessionState,
        *,
        is_whole: bool = True,
    ) -> UpdateReason | None:
        """Take note of what ``data`` tells; why it is worth telling, None when it is not.

        ``is_whole``: whether nothing but panels is lacking, such as a next LIVE that the session
        names and nobody could find or read yet.
        """
        is_first, before, was_over = self.revision < 0, self._state, self.is_over
        is_newer = session.revision > self.revision
        end = (derived.ended_at, derived.end_reason)
        is_corrected = was_over and (end != self._end or (is_whole and not self._is_whole))
        self._is_whole = is_whole
        self.changed = self._compared(data)
        self.revision, self._state, self._end = session.revision, derived.state, end
        if is_first:
            self.changed = []
            return UpdateReason.SNAPSHOT
        if is_corrected:
            return UpdateReason.CORRECTION
        if derived.state is not before:
            return UpdateReason.TRANSITION
        if self.changed:
            return UpdateReason.PANELS
        return UpdateReason.PROGRESS if is_newer else None

    def _remember(self, place: PanelPlace, panel: Any) -> None:
        self._good = {} if self._good is None else self._good
        self._good[place.path] = msgspec.json.encode(panel)

    def _compared(self, data: dict[str, Any]) -> list[str]:
        """The panels whose content is not what it was; in the order of the schema."""
        found: dict[Path, bytes] = {}
        for place in self._shape.panels:
            page = place.parent(data)
            if page is not None:
                found[place.path] = _content(place, page[place.path[-1]])
        known = self._contents or {}
        changed = {
            place.field
            for place in self._shape.panels
            if place.path in found and found[place.path] != known.get(place.path)
        }
        self._contents = found or None
        return [panel.name for panel in EndPagePanel if panel.value in changed]


def _content(place: PanelPlace, panel: dict[str, Any] | None) -> bytes:
    content = _without(place.ages, panel)
    return blake2b(msgspec.json.encode(content), digest_size=_DIGEST_BYTES).digest()


def _stale(good: bytes, place: PanelPlace) -> dict[str, Any]:
    panel: dict[str, Any] = msgspec.json.decode(good)
    return {**panel, **dict.fromkeys(place.is_stale_keys, True)}


def _without(keys: frozenset[str], value: Any) -> Any:
    """``value`` without the entries of these keys, however deep."""
    if isinstance(value, dict):
        return {key: _without(keys, item) for key, item in value.items() if key not in keys}
    if isinstance(value, list):
        return [_without(keys, item) for item in value]
    return value
