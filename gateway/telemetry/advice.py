"""Advice: what live figures say of documents: which of their panels had better come later, and
which they ask for in vain.

| advice | when |
|---|---|
| ``defer`` | the panel comes with the rest, and takes far longer than the page's headline |
| ``slow`` | more than half of the time it is not there within the budget |
| ``empty`` | of a hundred hardly one has anything in it |

A document is one that is known, by its operation's name. The headline is the panel ``metrics``;
where a document has none, the quickest of those that come with the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gateway.telemetry.declared import OTHER
from gateway.telemetry.told_figures import ToldFigures

DEFER, SLOW, EMPTY = "defer", "slow", "empty"
_HEADLINE = "Metrics"
_NOTHING = ("EMPTY", "NOT_SUPPORTED")
# Fewer say nothing.
LEAST_ANSWERS = 100
_TIMES_THE_HEADLINE = 2.0
_SECONDS_BEYOND = 0.05
_PART_LATE = 0.5
_PART_EMPTY = 0.98
_PART = 0.95


@dataclass(frozen=True, slots=True)
class Advice:
    """``panel`` is the field of it. ``why`` are the figures, in words."""

    operation: str
    panel: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class _Panel:
    """One panel of one document: how many answers there were, and after how long most were there
    (None: that is not known).
    """

    name: str
    answers: float
    in_time: float
    nothing: float
    is_first: bool
    seconds: float | None


def advice_of(told: ToldFigures, *, least: int = LEAST_ANSWERS) -> list[Advice]:
    """All that there is to advise, by operation and panel. Of what came fewer than ``least`` times
    nothing is said.
    """
    operations = told.by("endpage_panel_answers_total", "operation")
    return [
        advice
        for operation in sorted(operations.keys() - {OTHER})
        for advice in _of_document(operation, list(_panels(told, operation, least)))
    ]


def _panels(told: ToldFigures, operation: str, least: int) -> Iterator[_Panel]:
    asked = told.by("endpage_panel_answers_total", "panel", operation=operation)
    for name, answers in sorted(asked.items()):
        if answers < least:
            continue
        states = told.by("endpage_panel_answers_total", "status", operation=operation, panel=name)
        labels = {"operation": operation, "panel": name}
        parts = told.by("endpage_panel_seconds_count", "part", **labels)
        is_first = parts.get("first", 0) >= parts.get("later", 0)
        part = "first" if is_first else "later"
        yield _Panel(
            name,
            answers,
            in_time=told.total("endpage_panel_in_time_total", **labels),
            nothing=sum(states.get(state, 0) for state in _NOTHING),
            is_first=is_first,
            seconds=told.quantile(_PART, "endpage_panel_seconds", part=part, **labels),
        )


def _of_document(operation: str, panels: list[_Panel]) -> Iterator[Advice]:
    headline = _headline(panels)
    for panel in panels:
        for kind, why in _said_of(panel, headline):
            yield Advice(operation, panel.name[0].lower() + panel.name[1:], kind, why)


def _headline(panels: list[_Panel]) -> _Panel | None:
    firsts = [panel for panel in panels if panel.is_first and panel.seconds is not None]
    named = [panel for panel in firsts if panel.name == _HEADLINE]
    return min(named or firsts, key=lambda panel: panel.seconds or 0.0, default=None)


def _said_of(panel: _Panel, headline: _Panel | None) -> Iterator[tuple[str, str]]:
    if panel.nothing >= _PART_EMPTY * panel.answers:
        yield EMPTY, f"nothing in {_percent(panel.nothing / panel.answers)} of its answers"
        return  # Whether it is quick does not matter then.
    late = 1 - panel.in_time / panel.answers
    if late > _PART_LATE:
        yield SLOW, f"not in time in {_percent(late)} of its answers"
    if headline is None or headline is panel or not panel.is_first:
        return
    mine, its = panel.seconds or 0.0, headline.seconds or 0.0
    if mine >= max(_TIMES_THE_HEADLINE * its, its + _SECONDS_BEYOND):
        yield DEFER, f"there after {_ms(mine)} (p95), the headline after {_ms(its)}"


def _percent(part: float) -> str:
    return f"{part:.0%}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
