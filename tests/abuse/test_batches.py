"""Many operations in one request are no request; neither is text that is no Unicode."""

from __future__ import annotations

import pytest

from tests.abuse.stage import Stage


@pytest.mark.parametrize(
    "body",
    [
        b"[" + b",".join([b'{"query": "{ __typename }"}'] * 500) + b"]",
        b"[]",
        b'{"query": ["{ __typename }", "{ __typename }"]}',
        b'{"query": "{ \\ud83d }"}',
        b'{"query": "' + b"\xff" * 100 + b'"}',
    ],
    ids=["many", "none", "many documents", "half a character", "no text"],
)
async def test_it_is_refused(body: bytes, production: Stage) -> None:
    """As no GraphQL request, and nothing is asked for it."""
    response = await production.post(body)
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert production.company.calls() == {}
