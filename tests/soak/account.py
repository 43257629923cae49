"""Account: every answer that was given, and all that should not have happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import msgspec

from gateway.errors import CODES
from tests.faults.page import Page

_MOST_LATE = 0.01
_MOST_TOLD = 20
# What docker/prometheus/alerts.yaml promises: so many of all operations may fail by what is ours.
BUDGET = 0.005
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
    calm_codes: Counter[str] = field(default_factory=Counter)
    spent: int = 0
    """Pages that were not right while all was well but for a gateway that was away."""
    retried: Counter[str] = field(default_factory=Counter)
    watched: Counter[str] = field(default_factory=Counter)
    renewed: Counter[str] = field(default_factory=Counter)
    lives: int = 0
    late: int = 0
    slowest: float = 0.0
    slowest_told: float = 0.0
    wrongs: int = 0
    wrong: list[str] = field(default_factory=list)
    times: Counter[str] = field(default_factory=Counter)
    """How often each of the wrong things happened."""

    def add(self, page: Page, *, is_calm: bool, one_away: bool = False) -> None:
        """An answer came. In a calm time it must be without any error while both gateways are up;
        while one is away, so that the other has all to do, errors are spent from the budget.
        """
        self.late += page.seconds > self.in_seconds
        self.slowest = max(self.slowest, page.seconds)
        try:
            codes = _codes_of(page)
            kind = _kind(page)
        except _ODD as error:
            self.answers["odd"] += 1
            self.blame(f"an odd answer ({error!r}): {page.status} {page.text[:300]}")
            return
        self.answers[kind] += 1
        self.codes.update(codes)
        if is_calm:
            self.calm[kind] += 1
            self.calm_codes.update(codes)
            if kind not in _RIGHT and one_away:
                self.spent += 1
            elif kind not in _RIGHT:
                told = ", ".join(sorted(set(codes)))
                self.blame(f"a page was {kind} while all was well: {told}")

    @property
    def budget(self) -> int:
        """How many pages may fail while one gateway is away and all else is well."""
        return int(sum(self.calm.values()) * BUDGET)

    def blame(self, what: str) -> None:
        """Something happened that should not."""
        self.wrongs += 1
        if what in self.times:
            self.times[what] += 1
        elif len(self.wrong) < _MOST_TOLD:
            self.wrong.append(what)
            self.times[what] = 1

    def close(self) -> None:
        """Nothing more will come: hold the sums against each other."""
        accounted = sum(self.answers.values())
        if self.asked != accounted:
            self.blame(f"{self.asked} were asked and {accounted} accounted for")
        if self.late > max(self.asked * _MOST_LATE, 1):
            self.blame(f"{self.late} of {self.asked} answers were late")
        if self.spent > self.budget:
            self.blame(f"{self.spent} pages failed of {self.budget} that may, one gateway away")
        if not self.answers["whole"]:
            self.blame("no page was ever whole")
        unheard = self.watched["begun"] - self.watched["heard the end"]
        if unheard:
            self.blame(f"{unheard} who watched a LIVE were not told of its end")


def _codes_of(page: Page) -> list[str]:
    """Of each error its code, which is one of the table; raises what is among ``_ODD``."""
    codes = [CODES[error["extensions"]["code"]].code for error in page.wire.get("errors", [])]
    assert "INTERNAL" not in codes
    return codes


def _kind(page: Page) -> str:
    """What it is; raises what is among ``_ODD``."""
    if page.status == 503:
        return "refused"
    assert page.status == 200
    has_errors = "errors" in page.wire
    if page.wire["data"]["endPage"] is None:
        assert has_errors
        return "nothing"
    if has_errors:
        return "partial"
    panels = [panel for panel in page.panels.values() if isinstance(panel, dict)]
    return "stale" if any(panel.get("isStale") for panel in panels) else "whole"
