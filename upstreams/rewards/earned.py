"""The group `earned`: what this LIVE earned, mission by mission."""

from __future__ import annotations

from typing import Any

from upstreams.company.dice import Dice
from upstreams.company.sessions import Session
from upstreams.company.strata import DAY, HOUR
from upstreams.company.words import Words
from upstreams.rewards.diamonds import diamonds
from upstreams.rewards.missions import Earned, fulfilled
from upstreams.service.department import Item, SessionQuestion
from upstreams.service.times import string_seconds

# Rewards that a LIVE should not have had are taken back after some hours.
_REVERSED_AFTER = 6 * HOUR


def earned(question: SessionQuestion) -> Item:
    """Return diamonds received and the rewards; of a LIVE that still runs they are pending."""
    session, at = question.session, question.at
    ended = session.ended_at(at)
    due = (ended if ended is not None else at + 60) + question.delays.rewards
    if ended is None or at < due:
        return {
            "status": "PENDING",
            "next_refresh_at": string_seconds(due),
            "diamonds_received": diamonds(session, at),
            "items": [],
        }
    return {
        "status": "READY",
        "next_refresh_at": None,
        "diamonds_received": diamonds(session, at),
        "items": [
            _told(session, reward, ended, at, question.words) for reward in fulfilled(session, at)
        ],
    }


def _told(session: Session, reward: Earned, ended: float, at: float, words: Words) -> Item:
    dice = Dice.of(session.id, reward.mission)
    available = ended + reward.available_after
    expires = None if reward.expires_after is None else ended + reward.expires_after
    reversal = _reversal(session, dice, ended, at, words)
    return {
        "reward_id": f"rw{int(dice.uniform('reward') * 10**12):012d}",
        "mission_id": f"ms{int(Dice.of(reward.mission).uniform('mission') * 10**8):08d}",
        "mission_code": reward.mission,
        **words.both("MISSION_" + reward.mission),
        "kind": reward.kind,
        "amount": reward.amount,
        "currency": reward.currency,
        "rate": reward.rate,
        "state": "REVERSED" if reversal else _state(reward, ended, at),
        "available_at": string_seconds(available),
        "expires_at": None if expires is None else string_seconds(expires),
        "reversal": reversal,
    }


def _state(reward: Earned, ended: float, at: float) -> str:
    age = at - ended
    if reward.expires_after is not None and age >= reward.expires_after:
        return "EXPIRED"
    if reward.available_after == 0:
        return "EARNED"
    return "PENDING" if age < reward.available_after else "AVAILABLE"


def _reversal(
    session: Session, dice: Dice, ended: float, at: float, words: Words
) -> dict[str, Any] | None:
    """Return why a reward was taken back: a suspension at once, other reasons some hours later."""
    if session.closing is not None and session.closing.kind == "SUSPENDED":
        return _taken_back("LIVE_SUSPENDED", ended, words)
    if at - ended < _REVERSED_AFTER or session.stratum is not None:
        return None
    if not dice.chance("reversed", 0.03):
        return None
    reason = dice.choice("why", ("UNATTENDED_LIVE", "ORDER_BRUSHING", "HIGH_REFUND_RATE"))
    at_hand = ended + min(_REVERSED_AFTER, DAY)
    return _taken_back(reason, at_hand, words)


def _taken_back(reason: str, at: float, words: Words) -> dict[str, Any]:
    return {
        "at": string_seconds(at),
        "reason_code": reason,
        **words.both("REVERSAL_" + reason),
    }
