"""Envelope: items, their field groups, and the company's error codes."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from loaders.envelope import Item, WireItem, error_of
from loaders.errors import KnownError, SourceBadAnswer, SourceForbidden, SourceUnavailable
from loaders.names import SHOP
from loaders.shop import ENGAGEMENT, SALES, TRAFFIC
from loaders.spellings import decode
from tests.fakes.documents import CREATOR, LIVE
from tests.loaders.asking import session_key


class Views(msgspec.Struct):
    """As much of a group as these tests need."""

    views: int


def item(**said: Any) -> Item:
    header = {"live_id": LIVE, "on_behalf_of": CREATOR, "language": "en", "as_of": "1795360613"}
    raw = msgspec.json.encode({**header, **said})
    return Item(decode(raw, WireItem), upstream=SHOP)


def test_a_group_is_decoded_when_it_is_asked_for() -> None:
    """A panel reads its own group, in its own form."""
    found = item(groups={"traffic": {"views": 9}}).group(TRAFFIC, Views, session_key(1, "traffic"))
    assert found == Views(9)


def test_a_group_that_was_not_asked_for_is_nothing() -> None:
    """What another key asked for is not given to this one, and its absence is no failure."""
    given = item(groups={"traffic": {"views": 9}})
    assert given.group(TRAFFIC, Views, session_key(1)) is None


def test_a_group_that_is_not_ready_is_nothing() -> None:
    """Before the numbers are there, groups are missing and that is no failure."""
    given = item(status="NOT_READY", next_refresh_at="1795360673")
    assert given.group(TRAFFIC, Views, session_key(1, "traffic")) is None
    assert not given.is_ready
    assert given.next_refresh_at is not None


def test_a_missing_group_of_a_ready_item_is_a_bad_answer() -> None:
    """A service that says READY owes every group that was asked for."""
    with pytest.raises(SourceBadAnswer) as caught:
        item().group(TRAFFIC, Views, session_key(1, "traffic"))
    assert caught.value.upstream == SHOP
    assert caught.value.detail == "group traffic is missing"


def test_an_optional_group_may_be_left_out() -> None:
    """A group that some accounts do not have is absent, not null, and nothing is wrong."""
    assert item().optional_group(ENGAGEMENT, Views) is None


@pytest.mark.parametrize(
    ("code", "error"),
    [(98001001, SourceUnavailable), (105005, SourceForbidden), (36009004, SourceBadAnswer)],
)
def test_a_group_that_failed_raises_what_its_code_means(code: int, error: type[KnownError]) -> None:
    """A fault of one group costs that group, and no other."""
    given = item(
        groups={"traffic": {"views": 9}}, errors=[{"group": "sales", "code": code, "message": "x"}]
    )
    key = session_key(1, "sales", "traffic")
    assert given.group(TRAFFIC, Views, key) == Views(9)
    with pytest.raises(error):
        given.group(SALES, Views, key)


def test_a_group_that_does_not_fit_is_a_bad_answer() -> None:
    """What the contract does not allow is told with detail, for logs."""
    given = item(groups={"traffic": {"views": "many"}})
    with pytest.raises(SourceBadAnswer, match="could not be read from its source"):
        given.group(TRAFFIC, Views, session_key(1, "traffic"))


def test_an_item_says_as_of_when_it_is_true() -> None:
    """Without as_of nothing can be said to be fresh: the item is refused."""
    with pytest.raises(ValueError, match="as_of"):
        item(as_of=None)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (36009002, SourceUnavailable),
        (36009007, SourceUnavailable),
        (98001001, SourceUnavailable),
        (105005, SourceForbidden),
        (105002, SourceBadAnswer),
        (36009004, SourceBadAnswer),
        (1, SourceBadAnswer),
    ],
)
def test_every_code_of_the_company_has_an_error_of_ours(code: int, error: type[KnownError]) -> None:
    """Passing trouble may be asked again, what is not theirs is forbidden, all else is bad."""
    assert type(error_of(code, SHOP)) is error
