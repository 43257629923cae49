"""Services of which one item is not as its contract has it, each in one way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.conformance.forms import FORM_OF
from loaders.keys import Group
from loaders.names import SHOP
from tests.conformance.breakable import (
    Asked,
    Breakage,
    Change,
    Envelope,
    creator_items,
    session_items,
)
from tests.conformance.lives import KEYS

Spoil = Callable[[dict[str, Any]], object]


def _first(spoil: Spoil) -> Change:
    """Spoil the first item that has a creator's part, of the read of everything."""

    def change(asked: Asked, envelope: Envelope) -> Envelope:
        if asked.size == KEYS:
            spoil(creator_items(envelope)[0])
        return envelope

    return change


def _in(group: str, spoil: Spoil) -> Change:
    """Spoil that group in the first item that has it."""

    def change(asked: Asked, envelope: Envelope) -> Envelope:
        for item in (*session_items(envelope), *creator_items(envelope)):
            if asked.size == KEYS and group in item.get("groups", {}):
                spoil(item["groups"][group])
                break
        return envelope

    return change


def _without(group: str) -> Change:
    """Leave that group out of the first item that has it."""

    def change(asked: Asked, envelope: Envelope) -> Envelope:
        for item in (*session_items(envelope), *creator_items(envelope)):
            if asked.size == KEYS and group in item.get("groups", {}):
                del item["groups"][group]
                break
        return envelope

    return change


def _of_first_reward(**changes: Any) -> Change:
    def change(asked: Asked, envelope: Envelope) -> Envelope:
        for item in session_items(envelope):
            rewards = item.get("groups", {}).get("earned", {}).get("items")
            if asked.size == KEYS and rewards:
                rewards[0].update(changes)
                break
        return envelope

    return change


def _group_of(group: Group) -> Breakage:
    return Breakage(f"group {group.name}", service=group.upstream, change=_without(group.name))


# Engagement may be left out; each other group is owed.
_OWED = [group for group in FORM_OF if group.name != "engagement"]
BREAKAGES_OF_ITEMS = (
    Breakage("header", change=_first(lambda item: item.pop("as_of"))),
    Breakage("clock", change=_first(lambda item: item.update(as_of="4000000000"))),
    Breakage("clock", change=_first(lambda item: item.update(next_refresh_at="1"))),
    Breakage("texts", change=_of_first_reward(title="Tr\ufffds bien")),
    Breakage("texts", change=_of_first_reward(body="bell\x07")),
    Breakage("words", change=_of_first_reward(kind="GOLD")),
    Breakage("money", change=_of_first_reward(amount=1234)),
    Breakage("money", change=_of_first_reward(amount="12.34", currency="dollars")),
    Breakage("rates", change=_of_first_reward(rate=13.99)),
    Breakage(
        "links",
        service=SHOP,
        change=_in(
            "analytics_link",
            lambda group: group["session"].update(deep_link="javascript:alert(1)"),
        ),
    ),
    *map(_group_of, _OWED),
    Breakage(
        "group engagement",
        service=SHOP,
        change=_in("engagement", lambda group: group.update(likes=-5)),
    ),
    Breakage(
        "group sales",
        service=SHOP,
        change=_in("sales", lambda group: group.update(display_currency="XXX")),
    ),
)
