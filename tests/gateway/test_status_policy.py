"""Status policy: what each HTTP status tells, under the one policy and under the other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from gateway.errors import CODES, RequestError
from gateway.status_policy import (
    COMPAT,
    DRAFT,
    NoGraphQLRequest,
    status_of_answer,
    status_of_refusal,
)
from tests.gateway.asking import GRAPHQL, JSON, post, refused
from tests.gateway.serving import serving

INVALID = {
    "GRAPHQL_VALIDATION_FAILED",
    "OPERATION_RESOLUTION_FAILURE",
    "BAD_USER_INPUT",
    "DEMAND_EXCEEDED",
    "PERSISTED_QUERY_ID_REQUIRED",
}
WELL_FORMED = INVALID | {"GRAPHQL_PARSE_FAILED"}


@pytest.fixture(scope="module")
async def draft(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a gateway that follows the draft."""
    async with (
        serving(tmp_path_factory.mktemp("draft"), status_policy=DRAFT) as served,
        httpx.AsyncClient(
            base_url=f"http://{served.origin}", headers=served.authorization
        ) as client,
    ):
        yield client


@pytest.mark.parametrize(
    ("policy", "media_type", "has_errors", "status"),
    [
        (COMPAT, GRAPHQL, False, 200),
        (COMPAT, GRAPHQL, True, 200),
        (COMPAT, JSON, True, 200),
        (DRAFT, GRAPHQL, False, 200),
        (DRAFT, GRAPHQL, True, 294),
        (DRAFT, JSON, True, 200),
    ],
)
def test_an_answer_with_errors_is_a_partial_success(
    policy: str, media_type: str, has_errors: bool, status: int
) -> None:
    """294 is the draft's own, and told beside its own media type alone."""
    assert status_of_answer(policy, has_errors=has_errors, media_type=media_type) == status


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_has_the_status_of_its_code(code: str) -> None:
    """Under the older type GraphQL that is wrong is 200 by the one policy; by the other it is told
    as the newer type would, and what does not fit is 422.
    """
    error, status = RequestError(code, "No."), CODES[code].http_status
    assert status_of_refusal(COMPAT, error, GRAPHQL) == (status, GRAPHQL)
    older = 200 if code in WELL_FORMED else status
    assert status_of_refusal(COMPAT, error, JSON) == (older, JSON)
    by_the_draft = 422 if code in INVALID else status
    for media_type in (GRAPHQL, JSON):
        assert status_of_refusal(DRAFT, error, media_type) == (by_the_draft, GRAPHQL)


def test_what_is_no_graphql_request_is_told_from_what_is_no_json() -> None:
    """By the draft alone: both are bad requests."""
    error = NoGraphQLRequest("No query.")
    assert status_of_refusal(COMPAT, error, JSON) == (400, JSON)
    assert status_of_refusal(DRAFT, error, JSON) == (422, GRAPHQL)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "BAD_REQUEST"),
        (b"[]", 422, "BAD_REQUEST"),
        (b'{"qeury":"{ a }"}', 422, "BAD_REQUEST"),
        (b'{"query":"{ a }","variables":[7]}', 422, "BAD_REQUEST"),
        (b'{"query":"{"}', 400, "GRAPHQL_PARSE_FAILED"),
        (b'{"query":"{ invalid }"}', 422, "GRAPHQL_VALIDATION_FAILED"),
        (b'{"query":"{ boom }"}', 500, "INTERNAL"),
        (b" " * 300_000, 413, "PAYLOAD_TOO_LARGE"),
    ],
)
@pytest.mark.parametrize("accept", [GRAPHQL, JSON])
async def test_the_draft_is_told_over_http(
    draft: httpx.AsyncClient, body: bytes, status: int, code: str, accept: str
) -> None:
    """Whichever type the client reads, a refusal is of the newer one."""
    response = await post(draft, body, accept=accept)
    assert refused(response) == (status, code)
    assert response.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({}, 422),
        ({"query": "{ a }", "variables": "[]"}, 422),
        ({"query": "{ a }", "variables": "{"}, 400),
        ({"query": "mutation { a }"}, 405),
        ({"query": "{ invalid }"}, 422),
        ({"query": " " * 17_000}, 414),
    ],
)
async def test_a_get_has_the_same_statuses(
    draft: httpx.AsyncClient, parameters: dict[str, Any], status: int
) -> None:
    """What is no GraphQL request, what is no JSON, and what a GET is not for."""
    assert refused(await draft.get("/graphql", params=parameters))[0] == status


@pytest.mark.parametrize(("accept", "status"), [(GRAPHQL, 294), (JSON, 200)])
async def test_a_partial_success_is_told(
    draft: httpx.AsyncClient, accept: str, status: int
) -> None:
    """With its data and its errors, in the type that was asked for."""
    response = await post(draft, {"query": "{ partial }"}, accept=accept)
    assert response.status_code == status
    assert response.headers["content-type"] == f"{accept}; charset=utf-8"
    assert response.json().keys() == {"data", "errors"}


async def test_who_asks_for_what_is_not_there_is_told_as_before(draft: httpx.AsyncClient) -> None:
    """Statuses that are HTTP's own are the same in both."""
    refusals = [
        await draft.patch("/graphql"),
        await post(draft, {"query": "{ a }"}, accept="text/html"),
        await post(draft, {"query": "{ a }"}, **{"content-type": "text/plain"}),
        await post(draft, {"query": "{ a }"}, authorization="Bearer x"),
    ]
    assert [refused(response)[0] for response in refusals] == [405, 406, 415, 401]
