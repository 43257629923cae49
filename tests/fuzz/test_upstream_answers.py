"""Whatever a service answers is a value or one of the room's own errors; nothing else is raised."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any, cast

import httpx
import msgspec
from hypothesis import given
from hypothesis import strategies as st

from loaders import analytics_link, benchmarks, improvements, journey, metrics, rewards
from loaders.envelope import Item, WireItem
from loaders.errors import KnownError
from loaders.keys import Key, Part
from loaders.mongo import read_document
from loaders.recording import Recording
from loaders.session import Session
from loaders.share import Share
from loaders.spellings import decode, exact, moment, ratio
from loaders.upstream import HttpUpstream
from tests.fakes import journey as journeys
from tests.fakes import rewards as earned
from tests.fakes import shop
from tests.fakes.documents import recording, session
from tests.fuzz.texts import binaries, from_corpus, fuzzed, objects_like, texts, values

GROUPS: dict[str, Any] = {**shop.groups(), **earned.groups(), **journeys.groups()}
DECODERS: tuple[Callable[[Item, Key], object], ...] = (
    metrics.shop_numbers_by_session.make,
    benchmarks.benchmarks_by_session.make,
    analytics_link.analytics_link_by_session.make,
    improvements.room_improvements_by_session.make,
    improvements.account_improvements_by_creator.make,
    rewards.rewards_by_session.make,
    rewards.rewards_by_creator.make,
    journey.journey_by_session.make,
    journey.journey_by_creator.make,
)
KEYS = [Key(part, "72", "68", "en", frozenset(GROUPS)) for part in (Part.SESSION, Part.CREATOR)]
SERVICE = HttpUpstream(
    "shop_analytics",
    "http://shop.invalid",
    transport=cast("httpx.AsyncBaseTransport", None),
    credential="c",
)
items = objects_like(
    live_id=st.just("72"),
    creator_id=st.just("68"),
    on_behalf_of=st.just("68"),
    language=st.just("en"),
    code=st.sampled_from([0, 105005, 36009002, 1]),
    as_of=st.integers(0, 2**40) | texts,
    groups=st.dictionaries(st.sampled_from(sorted(GROUPS)), values, max_size=3),
    errors=values,
)
envelopes = objects_like(
    code=st.sampled_from([0, 0, 0, 105005, 36009002]),
    data=objects_like(sessions=st.lists(items, max_size=3), creators=st.lists(items, max_size=3)),
)


def told(read: Callable[[], object]) -> object:
    """What is read, or the room's own error."""
    try:
        return read()
    except KnownError as error:
        return error


def changed(whole: Any, where: list[int], value: Any) -> Any:
    """A copy of a document in which one thing, so far down, is another."""
    copied = deepcopy(whole)
    at, place = copied, None
    for step in where:
        if not isinstance(at, dict | list) or not at:
            break
        key = sorted(at)[step % len(at)] if isinstance(at, dict) else step % len(at)
        place = (at, key)
        at = at[key]
    if place is not None:
        place[0][place[1]] = value
    return copied


@fuzzed
@given(binaries | envelopes.map(lambda one: json.dumps(one).encode()))
def test_an_answer_is_items_or_an_error(body: bytes) -> None:
    """Every key has its own, whatever the bytes are."""
    answers = told(lambda: SERVICE._answers(KEYS, body))
    if not isinstance(answers, KnownError):
        found = cast("dict[Key, Item | KnownError]", answers)
        assert found.keys() == set(KEYS)
        assert all(isinstance(one, Item | KnownError) for one in found.values())


@fuzzed
@given(st.sampled_from(sorted(GROUPS)), st.lists(st.integers(0, 9), min_size=0, max_size=5), values)
def test_a_panel_is_a_value_or_an_error(name: str, where: list[int], value: Any) -> None:
    """Each panel's decoder, of a good answer in which one thing is another."""
    groups = {**GROUPS, name: changed(GROUPS[name], where, value) if where else value}
    raw = {one: msgspec.Raw(msgspec.json.encode(group)) for one, group in groups.items()}
    wire = WireItem(on_behalf_of="68", language="en", as_of=moment(1_795_000_000), groups=raw)
    item = Item(wire, upstream="shop_analytics")
    for decoder in DECODERS:
        for key in KEYS:
            told(lambda decoder=decoder, key=key: decoder(item, key))  # type: ignore[misc]  # a lambda's defaults have no types


@fuzzed
@given(st.lists(st.integers(0, 9), max_size=4), values)
def test_a_document_is_a_value_or_an_error(where: list[int], value: Any) -> None:
    """What the database holds, of each collection."""
    for whole, form in ((session(), Session), (recording("r1"), Recording), ({}, Share)):
        document = changed(whole, where, value)
        assert isinstance(read_document(document, cast("Any", form)), form | KnownError)


@from_corpus
@fuzzed
@given(texts | values)
def test_a_spelling_is_a_number_or_no_number(value: Any) -> None:
    """Amounts, moments and rates, in whatever way they are spelt."""
    for read in (exact, moment, ratio):
        try:
            read(value)
        except ValueError:
            continue
    try:
        decode(json.dumps(value).encode(errors="replace"), dict[str, Any])
    except ValueError:
        return
