"""Answer: what an operation came to, before it is anybody's bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec


@dataclass(slots=True)
class Answer:
    """What an operation came to. ``data`` may be null by null propagation.

    ``upstream_calls`` counts the calls that were made for it. ``event_id`` names what an update
    tells: of two with the same one, the later tells nothing new. ``good_for`` is for how many
    seconds it is as good as a new one; below 0 some of it is stale. ``content`` is what goes over
    the wire, where that is known already as JSON: then ``data`` may be left out.
    """

    data: dict[str, Any] | None
    errors: list[dict[str, Any]] = field(default_factory=list)
    extensions: dict[str, Any] = field(default_factory=dict)
    upstream_calls: int = 0
    event_id: str | None = None
    good_for: float = 0.0
    content: bytes | None = None

    def to_wire(self) -> dict[str, Any] | msgspec.Raw:
        """The answer as msgspec writes it over the wire; entries without content are left out."""
        if self.content is not None:
            return msgspec.Raw(self.content)
        wire: dict[str, Any] = {"errors": self.errors} if self.errors else {}
        wire["data"] = self.data
        if self.extensions:
            wire["extensions"] = self.extensions
        return wire

    def halt(self) -> None:
        """Have no data where there is an error, and the first one alone."""
        if self.errors:
            self.data, self.errors = None, self.errors[:1]
