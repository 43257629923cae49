"""Account: every answer that was given, and all that should not have happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import msgspec

from gateway.errors import CODES
from tests.faults.page import Page

# The operation's budget, and what an answer may take beyond it. The whole company, the database
# and the load share the machine, so that some may have had to wait for the processor.
_IN_TIME = 1.6
_MOST_LATE = 0.01
_MOST_TOLD = 20


@dataclass(slots=True)
class Account:
    """Answers by what they were: whole, stale, partial, nothing or refused; and what was wrong."""

    asked: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    watched: Counter[str] = field(default_factory=Counter)
    late: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def add(self, page: Page) -> None:
        """An answer came."""
        self.late += page.seconds > _IN_TIME
        self.slowest = max(self.slowest, page.seconds)
        try:
            self.answers[self._kind(page)] += 1
        except (AssertionError, KeyError, TypeError, msgspec.DecodeError) as error:
            self.blame(f"an odd answer ({error!r}): {page.status} {page.text[:300]}")

    def blame(self, what: str) -> None:
        """Something happened that should not."""
        if len(self.wrong) < _MOST_TOLD:
            self.wrong.append(what)

    def close(self) -> None:
        """Nothing more will come: hold the sums against each other."""
        if self.asked != sum(self.answers.values()):
            self.blame(f"{self.asked} were asked and {sum(self.answers.values())} accounted for")
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
