"""Numbers: what is counted of a LIVE, by shop analytics and by its last tick."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.bench.peers.stock.company import Item
from tests.bench.peers.stock.life import Life
from tests.bench.peers.stock.words import Finality, Missing, State, moment

FIGURES = ("sales", "traffic", "products", "engagement")
_MONEY = ("direct_gmv", "attributed_gmv", "24h_live_gmv", "refund_gmv", "est_commission")
_COUNTS = {
    "sales": ("sku_orders", "main_orders", "items_sold", "customers"),
    "traffic": ("impressions", "views", "viewers", "pcu"),
    "products": ("product_impressions", "produt_clicks", "add_to_cart_count"),
    "engagement": ("likes", "comments", "shares", "new_followers", "negative_feedback"),
}
_AVERAGES = {"traffic": ("acu", "avg_viewing_duration")}
# How the last tick calls what shop analytics calls otherwise.
_OF_TICK = {
    "avg_watch_seconds": "avg_viewing_duration",
    "product_clicks": "produt_clicks",
    "add_to_carts": "add_to_cart_count",
}


@dataclass(frozen=True)
class Counted:
    """A number with where it comes from; ``before`` is its restatement as it was told."""

    value: Any
    as_of: datetime
    finality: Finality
    final_at: datetime | None = None
    before: dict[str, Any] | None = None


@dataclass(frozen=True)
class Numbers:
    """The newest numbers that anybody has of a LIVE."""

    counted: dict[str, Counted]
    why_missing: Missing
    currency: str
    life: Life
    as_of: datetime


def numbers_of(document: dict[str, Any], life: Life, item: Item | None, now: datetime) -> Numbers:
    """The numbers of a LIVE; without an ``item`` (there was nothing to sell) there are none."""
    counted = _of_tick(document["last_tick"], life) if item else {}
    groups = item.groups if item else {}
    for name in FIGURES:
        if item is not None and name in groups:
            for measure, number in _of_group(name, groups[name], item.as_of).items():
                if measure not in counted or counted[measure].as_of <= number.as_of:
                    counted[measure] = number
        elif item is not None and item.is_ready:
            # What shop analytics does not show to this account is not shown from elsewhere.
            counted = {one: told for one, told in counted.items() if one not in _COUNTS[name]}
    sales = groups.get("sales")
    return Numbers(
        counted=counted,
        why_missing=Missing.NOT_SUPPORTED if item is None else Missing.FORBIDDEN,
        currency=sales["display_currency"] if sales else document["display_currency"],
        life=life,
        as_of=max((number.as_of for number in counted.values()), default=now),
    )


def _of_tick(tick: dict[str, Any] | None, life: Life) -> dict[str, Counted]:
    if tick is None:
        return {}
    finality = Finality.PROVISIONAL if life.state is State.ENDED else Finality.LIVE
    return {
        _OF_TICK.get(name, name): Counted(_plain(name, value), tick["at"], finality)
        for name, value in tick.items()
        if name != "at"
    }


def _plain(name: str, value: Any) -> Any:
    return Decimal(value) if name == "direct_gmv" else value


def _of_group(name: str, group: dict[str, Any], as_of: datetime) -> dict[str, Counted]:
    finality, final_at = Finality(group["finality"]), moment(group["final_at"])
    restated = {told["metric"]: told for told in group.get("restatements", ())}
    others = finality
    if finality is Finality.RESTATED:
        is_final = final_at is None or final_at <= as_of
        others = Finality.FINAL if is_final else Finality.SETTLING
    values: dict[str, Any] = {measure: group[measure] for measure in _COUNTS[name]}
    values |= {measure: float(group[measure]) for measure in _AVERAGES.get(name, ())}
    if name == "sales":
        values |= {measure: Decimal(group[measure]["amount"]) for measure in _MONEY}
    counted = {
        measure: Counted(
            value,
            as_of,
            finality if measure in restated else others,
            final_at,
            restated.get(measure),
        )
        for measure, value in values.items()
    }
    if name == "sales" and group["24h_complete_at"] is not None:
        day = counted["24h_live_gmv"]
        complete_at = moment(group["24h_complete_at"])
        counted["24h_live_gmv"] = Counted(day.value, as_of, day.finality, complete_at, day.before)
    return counted
