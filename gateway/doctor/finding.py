"""Finding: what one look at a deployment has shown, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """How it is."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """``subject`` is what was looked at, ``told`` how it is, ``advice`` what helps ("": nothing
    has to).
    """

    subject: str
    outcome: Outcome
    told: str
    advice: str = ""

    @property
    def line(self) -> str:
        """The finding as a person reads it."""
        advice = f" {self.advice}" if self.advice else ""
        return f"{self.outcome.value:<8} {self.subject:<18} {self.told}{advice}"


def ok(subject: str, told: str) -> Finding:
    """It is as it should be."""
    return Finding(subject, Outcome.OK, told)


def warning(subject: str, told: str, advice: str) -> Finding:
    """It works, and might not always."""
    return Finding(subject, Outcome.WARNING, told, advice)


def failed(subject: str, told: str, advice: str) -> Finding:
    """It does not work."""
    return Finding(subject, Outcome.FAILED, told, advice)


def worst_of(findings: Sequence[Finding]) -> Outcome:
    """The worst outcome of all of them."""
    outcomes = {finding.outcome for finding in findings}
    return next((one for one in reversed(Outcome) if one in outcomes), Outcome.OK)
