"""Item checks: what is said of a LIVE or a creator, whatever the field groups are."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from gateway.conformance.check import Check, NotMade, Unmet
from gateway.conformance.conversation import Conversation
from gateway.conformance.words import unknown_words
from loaders.envelope import Item
from loaders.names import JOURNEY, REWARDS, SHOP
from loaders.spellings import ratio

_DECIMAL = re.compile(r"[0-9]+([.][0-9]+)?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_LINKS = frozenset({"deep_link", "fallback_url", "appeal_link"})
_UNWANTED_SCHEMES = frozenset({"", "javascript", "data", "file", "vbscript"})
# How far two clocks may be apart.
_SKEW_SECONDS = 60.0
_MOST_NAMED = 3


async def _header(talk: Conversation) -> str:
    items = await talk.items()
    for identity, told in items.items():
        try:
            Item(told.wire, upstream=talk.subject.service)
        except ValueError as error:
            raise Unmet(f"{identity[1]}: {error}") from error
        if told.wire.status not in ("READY", "NOT_READY"):
            raise Unmet(f"{identity[1]}: status {told.wire.status}")
    return f"{len(items)} of {len(items)}"


async def _clock(talk: Conversation) -> str:
    now = time.time()
    latest = 0.0
    for identity, told in (await talk.items()).items():
        as_of, soon = told.wire.as_of, told.wire.next_refresh_at
        if as_of is None:
            continue  # This is another check's.
        latest = max(latest, as_of.timestamp())
        if as_of.timestamp() > now + _SKEW_SECONDS:
            raise Unmet(f"{identity[1]}: as_of {as_of.isoformat()} is still to come")
        if soon is not None and soon <= as_of:
            raise Unmet(f"{identity[1]}: next_refresh_at is not after as_of")
    if not latest:
        raise NotMade("no item has a time")
    return f"the latest as_of is {max(now - latest, 0):.0f} s old"


async def _money(talk: Conversation) -> str:
    found = [value for value in await _values(talk) if _is_money(value)]
    for value in found:
        amount, currency = value["amount"], value.get("currency")
        if not isinstance(amount, str) or not _DECIMAL.fullmatch(amount):
            raise Unmet(f"the amount {amount!r}")
        if currency is not None and not _CURRENCY.fullmatch(str(currency)):
            raise Unmet(f"the currency {currency!r}")
    return _counted(len(found), "amount")


async def _rates(talk: Conversation) -> str:
    rates = [
        value["rate"]
        for value in await _values(talk)
        if isinstance(value, dict) and value.get("rate") is not None
    ]
    for rate in rates:
        try:
            is_rate = 0 <= ratio(rate) <= 1
        except ValueError:
            is_rate = False
        if not is_rate:
            raise Unmet(f"{rate!r}")
    return _counted(len(rates), "rate")


async def _texts(talk: Conversation) -> str:
    texts = [value for value in await _values(talk) if isinstance(value, str)]
    for text in texts:
        if any(_is_spoilt(letter) for letter in text):
            raise Unmet(ascii(text[:60]))
    return _counted(len(texts), "text")


def _is_spoilt(letter: str) -> bool:
    is_control = unicodedata.category(letter) == "Cc" and letter not in "\n\t"
    return is_control or letter == "\N{REPLACEMENT CHARACTER}"


async def _words(talk: Conversation) -> str:
    unknown = {
        word
        for told in (await talk.items()).values()
        for word in unknown_words(talk.subject.service, told.groups)
    }
    if unknown:
        raise Unmet(", ".join(sorted(unknown)[:_MOST_NAMED]))
    return "no other word"


async def _links(talk: Conversation) -> str:
    links = [
        link
        for value in await _values(talk)
        if isinstance(value, dict)
        for name, link in value.items()
        if name in _LINKS and link is not None
    ]
    for link in links:
        if not isinstance(link, str) or urlsplit(link).scheme in _UNWANTED_SCHEMES:
            raise Unmet(f"{str(link)[:60]!r}")
    return _counted(len(links), "address")


async def _values(talk: Conversation) -> list[Any]:
    return [value for told in (await talk.items()).values() for value in _all(dict(told.groups))]


def _all(value: Any) -> Iterator[Any]:
    """The value, and every value in it."""
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _all(each)


def _is_money(value: Any) -> bool:
    return isinstance(value, dict) and "amount" in value and "currency" in value


def _counted(count: int, what: str) -> str:
    if not count:
        raise NotMade(f"there is no {what}: name other LIVEs")
    return f"{count} of {count}"


_ALL = "every LIVE and creator with every group"
_ITEM_CHECKS = (
    Check(
        "header", _ALL, "code, status READY or NOT_READY, as_of, next_refresh_at, errors", _header
    ),
    Check("clock", _ALL, "as_of has been, and next_refresh_at is after it", _clock),
    Check("texts", _ALL, "no replacement and no control characters", _texts),
    Check("words", _ALL, "closed sets have the words of the contract", _words),
)
_MONEY = Check("money", _ALL, 'exact decimal text in major units, as "12.34", and ISO 4217', _money)
_RATES = Check("rates", _ALL, 'from "0%" to "100%", or from 0 to 1', _rates)
_LINKS_CHECK = Check("links", _ALL, "absolute, and nothing that a page would run", _links)
_MORE = {SHOP: (_MONEY, _LINKS_CHECK), REWARDS: (_MONEY, _RATES), JOURNEY: (_LINKS_CHECK,)}


def item_checks(service: str) -> tuple[Check, ...]:
    """The checks of a service's items."""
    return (*_ITEM_CHECKS, *_MORE[service])
