"""Keys: what is asked of an upstream, for whom, in which language, and which field groups of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from loaders.freshness import Phase
from loaders.words import Word


class Part(Word):
    """Whether a thing belongs to one LIVE or to the creator as a whole."""

    SESSION = "sessions"
    CREATOR = "creators"


@dataclass(frozen=True, slots=True)
class Group:
    """A field group of an upstream's contract: what a schema field needs beyond the header."""

    upstream: str
    part: Part
    name: str


@dataclass(frozen=True, slots=True)
class Key:
    """One thing to read: identity is part of it, so that reads of different creators never mix.

    ``id`` is the platform's raw session or creator id; ``on_behalf_of`` the creator who asks;
    ``groups`` the field groups asked for (none: only the header is wanted). ``phase`` is how much
    its LIVE still moves; it is no part of what is asked.
    """

    part: Part
    id: str
    on_behalf_of: str
    language: str
    groups: frozenset[str]
    phase: Phase = field(default=Phase.ENDED, compare=False)

    def __hash__(self) -> int:
        # Keys of one part, creator and language are told apart by these.
        return hash((self.id, self.groups))

    @property
    def identity(self) -> tuple[Part, str, str, str]:
        """The key without its groups: what one item of an answer is about."""
        return (self.part, self.id, self.on_behalf_of, self.language)
