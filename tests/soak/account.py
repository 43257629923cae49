"""Account: every answer that was given, and all that should not have happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import msgspec

from gateway.errors import CODES
from tests.faults.page import Page

_MOST_LATE = 0.01
_MOST_TOLD = 20
_RIGHT = frozenset({"whole", "stale"})
# What reading an answer raises that is none of ours.
_ODD = (AssertionError, AttributeError, KeyError, TypeError, msgspec.DecodeError)


@dataclass(slots=True)
class Account:
    """Pages by what they were: whole, stale, partial, nothing or refused; and what was wrong.

    ``in_seconds`` is how long an answer may take.
    """

    in_seconds: float
    asked: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    calm: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    retried: Counter[str] = field(default_factory=Counter)
    watched: Counter[str] = field(default_factory=Counter)
    renewed: Counter[str] = field(default_factory=Counter)
    lives: int = 0
    late: int = 0
    slowest: float = 0.0
    slowest_told: float = 0.0
    wrongs: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, page: Page, *, is_calm: bool) -> None:
        """An answer came; in a calm time it must be without any error."""
        self.late += page.seconds > self.in_seconds
        self.slowest = max(self.slowest, page.seconds)
        try:
            kind = self._kind(page)
        except _ODD as error:
            self.answers["odd"] += 1
            self.blame(f"an odd answer ({error!r}): {page.status} {page.text[:300]}")
            return
        self.answers[kind] += 1
        if is_calm:
            self.calm[kind] += 1
            if kind not in _RIGHT:
                self.blame(f"a page was {kind} while all was well: {page.text[-300:]}")

    def blame(self, what: str) -> None:
        """Something happened that should not."""
        self.wrongs += 1
        if len(self.wrong) < _MOST_TOLD:
            self.wrong.append(what)

    def close(self) -> None:
        """Nothing more will come: hold the sums against each other."""
        accounted = sum(self.answers.values())
        if self.asked != accounted:
            self.blame(f"{self.asked} were asked and {accounted} accounted for")
        if self.late > max(self.asked * _MOST_LATE, 1):
            self.blame(f"{self.late} of {self.asked} answers were late")
        if not self.answers["whole"]:
            self.blame("no page was ever whole")
        unheard = self.watched["begun"] - self.watched["heard the end"]
        if unheard:
            self.blame(f"{unheard} who watched a LIVE were not told of its end")

    def _kind(self, page: Page) -> str:
        errors = page.wire.get("errors", [])
        for error in errors:
            row = CODES[error["extensions"]["code"]]
            assert row.code != "INTERNAL"
            self.codes[row.code] += 1
        if page.status == 503:
            return "refused"
        assert page.status == 200
        if page.wire["data"]["endPage"] is None:
            assert errors
            return "nothing"
        if errors:
            return "partial"
        panels = [panel for panel in page.panels.values() if isinstance(panel, dict)]
        return "stale" if any(panel.get("isStale") for panel in panels) else "whole"
