"""The groups `room_improvements` and `account_improvements`."""

from __future__ import annotations

from typing import Any

from upstreams.company.dice import Dice
from upstreams.company.figures import COMPARABLE, figures
from upstreams.company.sessions import Session
from upstreams.company.strata import DAY, MINUTE
from upstreams.company.words import Words
from upstreams.service.department import CreatorQuestion, Item, SessionQuestion
from upstreams.service.times import string_seconds
from upstreams.shop_analytics.suggestions import suggestions

_LEAST_AIR_SECONDS = 10 * MINUTE
_LEAST_VIEWS = 20
_WINDOW_DAYS = 28


def room_improvements(question: SessionQuestion) -> Item:
    """Return the diagnosis of one LIVE, pending for a while; a suspension is told at once."""
    session, at = question.session, question.at
    ended = session.ended_at(at)
    violation = _violation(session, question.words)
    due = (ended if ended is not None else at) + question.delays.diagnosis
    if ended is None or at < due:
        return _told("PENDING", due, None, violation, [])
    counters = session.counters(at)
    if violation is not None:
        return _told("READY", None, "VIOLATION", violation, _items(question))
    if counters.air_seconds < _LEAST_AIR_SECONDS or counters.views < _LEAST_VIEWS:
        return _told("READY", None, "BELOW_THRESHOLD", None, [])
    items = _items(question)
    return _told("READY", None, _outcome(items), None, items)


def account_improvements(question: CreatorQuestion) -> Item:
    """Return what 28 days of LIVEs suggest; each item has its own observed value."""
    at = question.at
    recent = [
        session
        for session in question.ended_sessions()
        if session.is_shoppable and at - (session.ended_at(at) or 0) <= _WINDOW_DAYS * DAY
    ]
    header: Item = {"window_days": _WINDOW_DAYS}
    if sum(session.counters(at).views for session in recent) < _LEAST_VIEWS:
        return {**header, **_account("BELOW_THRESHOLD", [])}
    observed = _averages(recent, at)
    items = suggestions(recent[-1], observed, question.words, scope=question.creator.id)
    for item in items:
        item["observed"] = f"{observed[item['metric']]:.6g}"
        item["evidence"] = []
    return {**header, **_account(_outcome(items), items)}


def _items(question: SessionQuestion) -> list[dict[str, Any]]:
    session = question.session
    items = suggestions(session, figures(session, question.at), question.words, scope=session.id)
    air = session.air_seconds(question.at)
    for item in items:
        item["evidence"] = _evidence(session.id, item["code"], air)
    return items


def _evidence(scope: str, code: str, air: float) -> list[dict[str, Any]]:
    dice = Dice.of(scope, code, "evidence")
    start = int(dice.uniform("start") * max(0.0, air - 60))
    kind = "CLIP" if dice.chance("clip", 0.7) else "MOMENT"
    end = start + (dice.whole("length", 10, 45) if kind == "CLIP" else 0)
    return [{"kind": kind, "from_seconds": start, "to_seconds": end}]


def _averages(sessions: list[Session], at: float) -> dict[str, float | None]:
    rows = [figures(session, at) for session in sessions]
    averages: dict[str, float | None] = {}
    for metric, _ in COMPARABLE:
        values = [value for row in rows if (value := row[metric]) is not None]
        averages[metric] = sum(values) / len(values) if values else None
    return averages


def _outcome(items: list[dict[str, Any]]) -> str:
    return "CAN_DO_BETTER" if items else "GOOD"


def _violation(session: Session, words: Words) -> dict[str, Any] | None:
    closing = session.closing
    if closing is None or closing.kind != "SUSPENDED":
        return None
    code = closing.reason or "COMMUNITY_GUIDELINES"
    return {
        "code": code,
        **words.both("VIOLATION_" + code),
        "occurred_at": string_seconds(closing.at),
        "appeal_link": f"shoplive://appeals/live/{session.id}",
    }


def _told(
    status: str,
    due: float | None,
    outcome: str | None,
    violation: dict[str, Any] | None,
    items: list[dict[str, Any]],
) -> Item:
    return {
        "status": status,
        "next_refresh_at": None if due is None else string_seconds(due),
        "outcome": outcome,
        "violation": violation,
        "items": items,
    }


def _account(outcome: str, items: list[dict[str, Any]]) -> Item:
    return {"status": "READY", "next_refresh_at": None, "outcome": outcome, "items": items}
