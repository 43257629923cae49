"""Contract traps: honest-looking answers that break an assumption, each seen at a real platform.

A trap changes a good answer; it is switched on by `--trap NAME` or by `"traps": [NAME]` of a fault.
Two more traps are always on, because they are the contract: `produt_clicks` is misspelt, and shop
analytics writes times as strings where the journey writes numbers. Paging traps have no place here:
a read has no pages. A long file, because each trap is a few lines and they are read side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from upstreams.service.codes import INTERNAL

Item = dict[str, Any]
Items = list[Item]

_IDS = frozenset({"live_id", "creator_id", "on_behalf_of", "product_id", "category_id"})


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {names.get(key, key): _renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, names) for inner in value]
    return value


def _mapped(value: Any, change: Callable[[str, Any], Any], key: str = "") -> Any:
    """Return `value` with every leaf replaced by `change(key, leaf)`."""
    if isinstance(value, dict):
        return {name: _mapped(inner, change, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_mapped(inner, change, key) for inner in value]
    return change(key, value)


def _is_time(key: str, value: Any) -> bool:
    if not (key.endswith("_at") or key in ("as_of", "at")):
        return False
    return isinstance(value, int) or (isinstance(value, str) and value.isdigit())


def _is_rate(value: Any) -> bool:
    return isinstance(value, str) and value.endswith("%")


def _millisecond_times(items: Items) -> Items:
    def change(key: str, value: Any) -> Any:
        return type(value)(int(value) * 1000) if _is_time(key, value) else value

    return [_mapped(item, change) for item in items]


def _other_times(items: Items) -> Items:
    def change(key: str, value: Any) -> Any:
        if not _is_time(key, value):
            return value
        return int(value) if isinstance(value, str) else str(value)

    return [_mapped(item, change) for item in items]


def _rates(write: Callable[[float], Any]) -> Callable[[Items], Items]:
    def change(key: str, value: Any) -> Any:
        return write(float(value[:-1])) if _is_rate(value) else value

    return lambda items: [_mapped(item, change) for item in items]


def _integer_ids(items: Items) -> Items:
    def change(key: str, value: Any) -> Any:
        is_id = key in _IDS and isinstance(value, str) and value.isdigit()
        return int(value) if is_id else value

    return [_mapped(item, change) for item in items]


def _in_groups(items: Items, change: Callable[[str, Any], Any]) -> Items:
    return [
        {
            **item,
            "groups": {
                name: changed
                for name, group in item["groups"].items()
                if (changed := change(name, group)) is not ...
            },
        }
        if "groups" in item
        else item
        for item in items
    ]


def _absurd(items: Items) -> Items:
    def change(name: str, group: Any) -> Any:
        if name == "products":
            return {**group, "product_impressions": 12, "produt_clicks": 3882}
        if name == "traffic":
            return {**group, "views": 112_993, "viewers": 999_999, "acu": -1.0}
        if name == "engagement":
            return {**group, "likes": -5}
        return group

    return _in_groups(items, change)


def _swapped_money(items: Items) -> Items:
    def swapped(value: Any) -> Any:
        if isinstance(value, dict):
            if value.keys() == {"amount", "currency"}:
                return {"amount": value["currency"], "currency": value["amount"]}
            return {key: swapped(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [swapped(inner) for inner in value]
        return value

    return [swapped(item) for item in items]


def _not_ready(items: Items) -> Items:
    return [
        {**item, "status": "NOT_READY", "groups": {}} if item.get("code") == 0 else item
        for item in items
    ]


def _group_error(items: Items) -> Items:
    def changed(item: Item) -> Item:
        if not item.get("groups"):
            return item
        groups = dict(item["groups"])
        name = min(groups)
        del groups[name]
        error = {"group": name, "code": INTERNAL, "message": "internal error"}
        return {**item, "groups": groups, "errors": [*item["errors"], error]}

    return [changed(item) for item in items]


def _unknown_words(items: Items) -> Items:
    enums = {"source", "dimension", "severity", "outcome", "kind", "state", "finality", "type"}

    def change(key: str, value: Any) -> Any:
        return "NEVER_HEARD_OF" if key in enums and isinstance(value, str) else value

    return [_mapped(item, change) for item in items]


def _unknown_codes(items: Items) -> Items:
    def change(key: str, value: Any) -> Any:
        known = key in ("code", "mission_code", "reason_code") and isinstance(value, str)
        return f"NEW_{value}" if known else value

    return [_mapped(item, change) for item in items]


def _repeated_sources(items: Items) -> Items:
    def change(name: str, group: Any) -> Any:
        if name != "traffic":
            return group
        return {**group, "sources": [*group["sources"], group["sources"][0]]}

    return _in_groups(items, change)


def _word_codes(items: Items) -> Items:
    return [{**item, "code": "BIZ_LIVE_NOT_FOUND"} if item.get("code") else item for item in items]


def _not_ongoing(items: Items) -> Items:
    def changed(item: Item) -> Item:
        if "live_id" not in item or "groups" not in item:
            return item
        identity = {key: item[key] for key in ("live_id", "on_behalf_of", "language")}
        return {**identity, "code": INTERNAL, "message": "session is not ongoing"}

    return [changed(item) for item in items]


# What a trap does to the items of an answer. The two that change the whole answer are in WHOLE.
TRAPS: dict[str, Callable[[Items], Items] | None] = {
    "renamed-fields": lambda items: _renamed(
        items, {"items_sold": "unit_sold", "24h_live_gmv": "live_gmv_24h"}
    ),
    "mended-typo": lambda items: _renamed(items, {"produt_clicks": "product_clicks"}),
    "millisecond-times": _millisecond_times,
    "other-times": _other_times,
    "decimal-rates": _rates(lambda percent: f"{percent / 100:.4f}"),
    "numeric-rates": _rates(lambda percent: round(percent / 100, 6)),
    "object-rates": _rates(lambda percent: {"value": f"{percent}", "unit": "PERCENT"}),
    "integer-ids": _integer_ids,
    "empty-groups": lambda items: _in_groups(items, lambda name, group: ...),
    "null-groups": lambda items: _in_groups(items, lambda name, group: None),
    "hollow-groups": lambda items: _in_groups(items, lambda name, group: {}),
    "engagement-absent": lambda items: _in_groups(
        items, lambda name, group: ... if name == "engagement" else group
    ),
    "group-error": _group_error,
    "absurd-values": _absurd,
    "swapped-money": _swapped_money,
    "duplicate-items": lambda items: [*items, *items],
    "missing-items": lambda items: items[1:],
    "latest-date-lag": _not_ready,
    "not-ongoing": _not_ongoing,
    "unknown-words": _unknown_words,
    "unknown-codes": _unknown_codes,
    "repeated-sources": _repeated_sources,
    "word-codes": _word_codes,
    "data-null": None,
    "internal-error": None,
    "error-in-200": None,
}


def trapped(items: Items, traps: Iterable[str]) -> Items:
    """Return `items` after every trap of `traps`, in their order."""
    for name in traps:
        change = TRAPS[name]
        if change is not None:
            items = change(items)
    return items
