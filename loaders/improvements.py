"""Improvements: what shop analytics suggests, for one LIVE (its room) and for the account."""

from __future__ import annotations

import msgspec

from loaders.envelope import Item
from loaders.item_batches import decoded_from, shop_items
from loaders.keys import Group, Key
from loaders.shop import ACCOUNT_IMPROVEMENTS, ROOM_IMPROVEMENTS
from loaders.spellings import Exact, Moment, WireId


class WireAction(msgspec.Struct, frozen=True):
    """What to do about it, and where in the APP."""

    code: str
    title: str
    deep_link: str


class WireEvidence(msgspec.Struct, frozen=True):
    """A moment of the LIVE that shows it; seconds from its start."""

    kind: str
    from_seconds: int
    to_seconds: int


class WireImprovement(msgspec.Struct, frozen=True):
    """One suggestion. ``observed`` is told for accounts; a room's is the figure of its metrics."""

    suggestion_id: WireId
    code: str
    dimension: str
    funnel_stage: str
    severity: str
    metric: str
    title: str
    body: str
    action: WireAction
    benchmark: Exact | None = None
    observed: Exact | None = None
    evidence: list[WireEvidence] = []


class WireViolation(msgspec.Struct, frozen=True):
    """Why the platform suspended the LIVE, and where to appeal."""

    code: str
    title: str
    body: str
    occurred_at: Moment
    appeal_link: str | None = None


class ImprovementsRecord(msgspec.Struct, frozen=True):
    """A diagnosis: its outcome and what it suggests, in no order."""

    status: str
    outcome: str | None = None
    next_refresh_at: Moment | None = None
    violation: WireViolation | None = None
    items: list[WireImprovement] = []
    window_days: int | None = None


class ImprovementsAnswer(msgspec.Struct, frozen=True):
    """The diagnosis; None when it was not asked for, or shop analytics has nothing yet."""

    record: ImprovementsRecord | None
    is_ready: bool
    is_stale: bool
    as_of: Moment
    next_refresh_at: Moment | None


@decoded_from(shop_items)
def room_improvements_by_session(item: Item, key: Key) -> ImprovementsAnswer:
    """The diagnosis of each LIVE's room."""
    return _answer(item, key, ROOM_IMPROVEMENTS)


@decoded_from(shop_items)
def account_improvements_by_creator(item: Item, key: Key) -> ImprovementsAnswer:
    """The diagnosis of each creator's account."""
    return _answer(item, key, ACCOUNT_IMPROVEMENTS)


def _answer(item: Item, key: Key, group: Group) -> ImprovementsAnswer:
    record = item.group(group, ImprovementsRecord, key)
    soon = record.next_refresh_at if record else None
    is_ready = item.is_ready and not (record and record.status == "PENDING")
    soon = soon or item.next_refresh_at
    return ImprovementsAnswer(record, is_ready, item.is_stale, item.as_of, soon)
