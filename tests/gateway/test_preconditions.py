"""Preconditions: when a client has it already, and when it means something else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.preconditions import is_what_was_begun, status_instead
from gateway.request_headers import RequestHeaders

ETAG = '"abc"'
MODIFIED_AT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
THEN = "Sun, 22 Nov 2026 15:00:00 GMT"
BEFORE = "Sun, 22 Nov 2026 14:59:59 GMT"
AFTER = "Sun, 22 Nov 2026 15:00:01 GMT"


def headers(**said: str) -> RequestHeaders:
    """The headers of a request."""
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in said.items()]
    return RequestHeaders({"headers": raw})


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({}, None),
        ({"if_none_match": ETAG}, 304),
        ({"if_none_match": f"W/{ETAG}"}, 304),
        ({"if_none_match": f'"x", {ETAG}'}, 304),
        ({"if_none_match": f'"x,y",W/{ETAG} , "z"'}, 304),
        ({"if_none_match": "*"}, 304),
        ({"if_none_match": '"abcd"'}, None),
        ({"if_none_match": "abc"}, None),
        ({"if_none_match": ""}, None),
        ({"if_modified_since": THEN}, 304),
        ({"if_modified_since": AFTER}, 304),
        ({"if_modified_since": BEFORE}, None),
        ({"if_modified_since": "yesterday"}, None),
        ({"if_none_match": '"x"', "if_modified_since": THEN}, None),
        ({"if_none_match": ETAG, "if_modified_since": BEFORE}, 304),
        ({"if_match": ETAG}, None),
        ({"if_match": f'"x", {ETAG}'}, None),
        ({"if_match": "*"}, None),
        ({"if_match": '"x"'}, 412),
        ({"if_match": f"W/{ETAG}"}, 412),
        ({"if_match": ""}, 412),
        ({"if_unmodified_since": THEN}, None),
        ({"if_unmodified_since": AFTER}, None),
        ({"if_unmodified_since": BEFORE}, 412),
        ({"if_unmodified_since": "yesterday"}, None),
        ({"if_match": ETAG, "if_unmodified_since": BEFORE}, None),
        ({"if_match": '"x"', "if_none_match": ETAG}, 412),
        ({"if_match": ETAG, "if_none_match": ETAG}, 304),
        ({"if_unmodified_since": THEN, "if_modified_since": THEN}, 304),
    ],
    ids=str,
)
def test_what_is_answered_instead(said: dict[str, str], status: int | None) -> None:
    """In the order of the standard: what must match, then what must not; a tag before a time."""
    found = status_instead(headers(**said), etag=ETAG, modified_at=MODIFIED_AT)
    assert found == status


@pytest.mark.parametrize(
    ("asked", "will_do"),
    [
        (ETAG, True),
        (f"W/{ETAG}", False),
        ('"abcd"', False),
        ("abc", False),
        (f'{ETAG}, "x"', False),
        ("*", False),
        (THEN, True),
        (AFTER, False),
        (BEFORE, False),
        ("yesterday", False),
        ("", False),
    ],
)
def test_a_part_is_of_what_was_begun(asked: str, will_do: bool) -> None:
    """By its very tag, or by its very time; anything else is answered with the whole."""
    now = MODIFIED_AT + timedelta(hours=1)
    said = headers(if_range=asked)
    assert is_what_was_begun(said, etag=ETAG, modified_at=MODIFIED_AT, now=now) is will_do


_DATES = st.from_regex(
    r"(?:Sun, )?[0-9]{1,3} (?:Nov|Feb|Xyz) [0-9]{1,6} [0-9]{1,3}:[0-9]{1,3}(?::[0-9]{1,3})?"
    r" (?:GMT|UTC|[+-][0-9]{1,6})?",
    fullmatch=True,
)


@given(st.text(st.characters(max_codepoint=255), max_size=40) | _DATES)
def test_anything_may_be_said(text: str) -> None:
    """What cannot be read is no reason to answer with something else than the file or a refusal."""
    said = {
        "if_match": text,
        "if_none_match": text,
        "if_modified_since": text,
        "if_unmodified_since": text,
    }
    for name, value in said.items():
        raw = [(name.replace("_", "-").encode(), value.encode("latin-1"))]
        found = status_instead(RequestHeaders({"headers": raw}), etag=ETAG, modified_at=MODIFIED_AT)
        assert found in {None, 304, 412}
    raw = [(b"if-range", text.encode("latin-1"))]
    is_what_was_begun(
        RequestHeaders({"headers": raw}), etag=ETAG, modified_at=MODIFIED_AT, now=MODIFIED_AT
    )


def test_a_part_of_whatever_there_is() -> None:
    """Who does not say what they have begun with is given the part that they ask for."""
    assert is_what_was_begun(headers(), etag=ETAG, modified_at=MODIFIED_AT, now=MODIFIED_AT)


@pytest.mark.parametrize(("seconds", "will_do"), [(59, False), (60, True)])
def test_a_time_says_enough_after_a_minute(seconds: int, will_do: bool) -> None:
    """Before, the file may have been written twice in the same second."""
    now = MODIFIED_AT + timedelta(seconds=seconds)
    said = headers(if_range=THEN)
    assert is_what_was_begun(said, etag=ETAG, modified_at=MODIFIED_AT, now=now) is will_do
