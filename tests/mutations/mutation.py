"""Mutation: one check of the gateway taken out, and the tests that must notice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """In ``file`` the one place that reads ``text`` reads ``instead``; each of ``tests`` (node ids)
    must then fail by an assertion.
    """

    name: str
    file: str
    text: str
    instead: str
    tests: tuple[str, ...]

    def applied_to(self, source: str) -> str:
        """The source with the check taken out. Raises ValueError when it is not there once."""
        if source.count(self.text) != 1:
            raise ValueError(f"{self.name}: {self.file} does not have this once: {self.text!r}")
        return source.replace(self.text, self.instead)
