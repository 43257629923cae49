"""Cursors: sealed for one creator and one list, by keys that can be changed without a break."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.errors import BadUserInput
from loaders.link_keys import LinkKeys, Purpose
from loaders.session import Session
from loaders.sessions import Position
from resolvers.cursor import CursorList
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE, SOMEBODY_ELSE, live_id, recording, session
from tests.fakes.times import NOW, STARTED_AT
from tests.resolvers.sharing import made

LIVES = "query ($after: String) { viewer { liveSessions(after: $after) { edges { cursor } } } }"
SHARES = "query ($after: String) { viewer { shares(after: $after) { edges { cursor } } } }"
OLD, NEW = b"o" * 32, b"n" * 32
NAME = "Creator.liveSessions"
REFUSAL = "This is not a cursor of this list."
moments = st.integers(min_value=0, max_value=10**12).map(
    lambda ms: NOW + timedelta(milliseconds=ms)
)
identifiers = st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True)


def sealed(keys: dict[str, bytes] | None = None, **changes: str) -> CursorList:
    """The creator's list, sealed with the new key, but for ``changes``."""
    whose = {"creator_id": CREATOR, "name": NAME, **changes}
    return CursorList(LinkKeys(keys or {"new": NEW}), **whose)


def is_refused(cursors: CursorList, cursor: str) -> bool:
    """Whether it is refused, in the one way there is."""
    try:
        cursors.place(cursor)
    except BadUserInput as error:
        return str(error) == REFUSAL
    return False


def spelled(text: str) -> str:
    """A text as a cursor spells it."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@given(moments, identifiers)
def test_a_cursor_is_read_again_and_is_short(at: datetime, identifier: str) -> None:
    """What it was made of is read from it, each time; an address can carry it as it is."""
    cursor = sealed().cursor(at, identifier)
    assert sealed().place(cursor) == (at, identifier)
    assert sealed().cursor(at, identifier) == cursor
    assert len(cursor) <= 140
    assert set(cursor) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(moments, st.integers(min_value=0, max_value=10**17 - 1))
def test_a_cursor_never_changes(at: datetime, number: int) -> None:
    """Nothing of the LIVE that changes is in it."""
    on, over = (
        msgspec.convert(session(live_id(number), created_at=at, **changes), Session)
        for changes in ({"revision": 1}, {"revision": 9, "title": "Over", "events": []})
    )
    places = map(Position.of, (on, over))
    [cursor] = {sealed().cursor(place.created_at, place.id) for place in places}
    assert Position(*sealed().place(cursor)) == Position(at, live_id(number))


@given(moments, identifiers)
def test_another_creators_and_another_lists_are_refused(at: datetime, identifier: str) -> None:
    """A cursor is good for its creator and in its list alone."""
    cursor = sealed().cursor(at, identifier)
    assert is_refused(sealed(creator_id=SOMEBODY_ELSE), cursor)
    assert is_refused(sealed(name="Creator.shares"), cursor)
    assert is_refused(sealed(creator_id=f"{NAME}\n{CREATOR}", name=""), cursor)


@given(moments, identifiers, st.data())
def test_one_changed_letter_is_refused(at: datetime, identifier: str, data: st.DataObject) -> None:
    """In the place, in the seal, at either end, or one letter more or less."""
    cursor = sealed().cursor(at, identifier)
    where = data.draw(st.integers(0, len(cursor) - 1))
    letter = data.draw(st.sampled_from("AZaz09-_=+/.\n é"))
    changed = [
        f"{cursor[:where]}{letter}{cursor[where + 1 :]}",
        f"{cursor[:where]}{letter}{cursor[where:]}",
        f"{cursor[:where]}{cursor[where + 1 :]}",
        f"{cursor}=",
        f" {cursor}",
    ]
    assert all(is_refused(sealed(), one) for one in changed if one != cursor)


def test_a_forged_one_is_refused() -> None:
    """The place without its seal, with none, with another purpose's, or with one by no key."""
    keys, place = LinkKeys({"new": NEW}), f"1700000000000:{LIVE}"
    message = f"{NAME}\n{CREATOR}\n{place}".encode()
    assert not is_refused(sealed(), spelled(f"{place}:{keys.tag(Purpose.CURSOR, message)}"))
    for seal in (
        keys.tag(Purpose.POSTER, message),
        keys.tag(Purpose.MEDIA, message),
        keys.tag(Purpose.CURSOR, place.encode()),
        LinkKeys({"new": OLD}).tag(Purpose.CURSOR, message),
        keys.tag(Purpose.CURSOR, message)[:-1],
        "A" * 22,
        "",
    ):
        assert is_refused(sealed(), spelled(f"{place}:{seal}"))
    assert is_refused(sealed(), spelled(place))


def test_keys_are_changed_without_a_break() -> None:
    """A cursor of the old key is good while the key stands in the file, and then no more."""
    cursor = sealed({"1": OLD}).cursor(NOW, LIVE)
    assert sealed({"2": NEW, "1": OLD}).place(cursor) == (NOW, LIVE)
    assert is_refused(sealed({"2": NEW}), cursor)
    assert sealed({"2": NEW, "1": OLD}).cursor(NOW, LIVE) == sealed({"2": NEW}).cursor(NOW, LIVE)


def test_a_moment_that_there_is_not_is_refused() -> None:
    """Even one that is sealed: a time beyond what a date can say is no place."""
    place = f"{10**15 - 1}:{LIVE}"
    seal = LinkKeys({"new": NEW}).tag(Purpose.CURSOR, f"{NAME}\n{CREATOR}\n{place}".encode())
    assert is_refused(sealed(), spelled(f"{place}:{seal}"))


@given(st.text(max_size=200) | st.binary(max_size=120).map(lambda raw: spelled(raw.hex())))
def test_whatever_else_is_sent_is_refused(text: str) -> None:
    """Nothing else is ever raised."""
    assert is_refused(sealed(), text)


@pytest.mark.parametrize("field", ["liveSessions", "shares"])
async def test_a_refusal_is_the_same_for_every_reason_and_asks_nobody(
    company: FakeCompany, field: str
) -> None:
    """Another creator's, another list's, forged and nonsense: one answer, byte by byte."""
    company.mongo.put("recordings", recording("r1"))
    theirs = session(live_id(2), creator_id=SOMEBODY_ELSE, created_at=STARTED_AT)
    company.mongo.put("live_sessions", theirs)
    await made(company)
    lives, shares = await cursors(company, LIVES), await cursors(company, SHARES)
    own, other = (lives, shares) if field == "liveSessions" else (shares, lives)
    document = LIVES if field == "liveSessions" else SHARES
    foreign = await cursors(company, LIVES, creator=SOMEBODY_ELSE)
    company.mongo.finds.clear()
    told = set()
    for cursor in (
        other,
        foreign,
        own[:-1],
        own + own,
        spelled(f"1:{LIVE}"),
        "",
        "$ne",
        "a" * 5_000,
    ):
        answer = await company.ask(document, {"after": cursor})
        told.add(msgspec.json.encode(answer.to_wire()))
        [error] = answer.errors
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
        assert error["message"] == REFUSAL
    assert len(told) == 1
    assert company.calls() == {}
    assert (await company.data(document, {"after": own}))["viewer"][field]["edges"] == []


async def cursors(company: FakeCompany, document: str, *, creator: str = CREATOR) -> str:
    """The cursor of the creator's one object in that list."""
    answer = await company.ask(document, creator=creator)
    data: Any = answer.data
    [[edge]] = [found["edges"] for found in data["viewer"].values()]
    cursor: str = edge["cursor"]
    return cursor
