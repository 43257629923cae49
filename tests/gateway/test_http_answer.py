"""HTTP answer: what a client is told beside the errors of a refusal."""

from __future__ import annotations

import pytest

from gateway.admission import Overloaded
from gateway.errors import CODES, RequestError
from gateway.http_answer import NO_STORE, HttpAnswer, of_refusal
from gateway.status_policy import COMPAT
from tests.gateway.asking import GRAPHQL

LATER = {
    "OVERLOADED",
    "TOO_MANY_CONNECTIONS",
    "TOO_MANY_SUBSCRIPTIONS",
    "IDENTITY_UNAVAILABLE",
}


def refused(error: RequestError) -> HttpAnswer:
    return of_refusal(error, media_type=GRAPHQL, policy=COMPAT, request_id="r")


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_is_kept_by_nobody_and_says_when_to_come_back(code: str) -> None:
    """When that is known: who finds no room, or no keys, comes back a little later."""
    answer = refused(RequestError(code, "No."))
    headers = dict(answer.headers)
    assert answer.cache_control == NO_STORE
    assert (b"retry-after" in headers) == (code in LATER)
    if code in LATER:
        assert 1 <= int(headers[b"retry-after"]) <= 4
    assert (b"www-authenticate" in headers) == (CODES[code].http_status == 401)


def test_who_is_refused_for_lack_of_room_is_told_when() -> None:
    """In whole seconds, never later than the error itself says."""
    answer = refused(Overloaded(retry_after_ms=2_900))
    assert dict(answer.headers)[b"retry-after"] == b"2"
    assert b'"retryAfterMs":2900' in answer.content
