"""Subject: the service that is looked at, and which of its LIVEs it is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gateway.conformance.forms import FORM_OF
from loaders.keys import Group, Key, Part

# What APPs may speak. A service has to answer in some language under each of these tags.
LANGUAGES = (
    *("en", "ar", "es", "es-MX", "fr", "de", "it", "pt-BR", "id", "ms"),
    *("vi", "th", "fil", "ja", "ko", "zh-CN", "zh-TW", "tr", "pl", "nl"),
)


@dataclass(frozen=True, slots=True)
class Live:
    """A LIVE that has ended, by the platform's ids of it and of its creator."""

    id: str
    creator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """``service`` is its name to the gateway; ``within_ms`` is how long a caller waits for it."""

    service: str
    url: str
    credential: str
    lives: tuple[Live, ...]
    within_ms: int
    language: str = "en"

    @property
    def groups(self) -> tuple[Group, ...]:
        """The field groups of its contract."""
        return tuple(group for group in FORM_OF if group.upstream == self.service)

    def names(self, part: Part) -> frozenset[str]:
        """The groups of a session's part, or of a creator's."""
        return frozenset(group.name for group in self.groups if group.part is part)

    def keys(self, languages: Iterable[str] = ()) -> Iterator[Key]:
        """Each LIVE and each of their creators with every group, in each of the languages."""
        creators = dict.fromkeys(live.creator for live in self.lives)
        for language in languages or (self.language,):
            for live in self.lives:
                yield self.session(live, language=language)
            for creator in creators if self.names(Part.CREATOR) else ():
                groups = self.names(Part.CREATOR)
                yield Key(Part.CREATOR, creator, creator, language, groups)

    def session(
        self, live: Live, *, groups: Iterable[str] | None = None, language: str | None = None
    ) -> Key:
        """The key of a LIVE as its creator asks for it; every group by default."""
        wanted = self.names(Part.SESSION) if groups is None else frozenset(groups)
        return Key(Part.SESSION, live.id, live.creator, language or self.language, wanted)

    @property
    def of_two_creators(self) -> tuple[Live, Live] | None:
        """Two LIVEs of different creators; None when only one creator is known."""
        first = self.lives[0]
        other = next((live for live in self.lives if live.creator != first.creator), None)
        return None if other is None else (first, other)
