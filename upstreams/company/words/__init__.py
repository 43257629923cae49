"""Words that the company sends beside its codes, in the languages that it ships."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec

LANGUAGES = ("en", "es", "ar")


@dataclass(frozen=True, slots=True)
class Words:
    """Words in one language; a language that is not shipped reads English."""

    table: dict[str, list[str]]
    fallback: dict[str, list[str]]

    @classmethod
    def of(cls, language: str) -> Words:
        """Return the words for a language tag such as "es-MX"."""
        base = language.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0].lower()
        return cls(_table(base if base in LANGUAGES else "en"), _table("en"))

    def title(self, code: str) -> str:
        """Return the title that goes with a code."""
        return self._entry(code)[0]

    def body(self, code: str) -> str:
        """Return the longer text that goes with a code; a code without one repeats its title."""
        return self._entry(code)[-1]

    def both(self, code: str) -> dict[str, str]:
        """Return title and body, ready to be put beside a code."""
        return {"title": self.title(code), "body": self.body(code)}

    def _entry(self, code: str) -> list[str]:
        # A code without words in any language still has words: itself, made readable.
        return self.table.get(code) or self.fallback.get(code) or [code.replace("_", " ").title()]


@cache
def _table(language: str) -> dict[str, list[str]]:
    text = resources.files(__package__).joinpath(f"{language}.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, list[str]])
