"""Asking over HTTP, and reading a refusal."""

from __future__ import annotations

import json
from typing import Any

import httpx

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"


async def post(client: httpx.AsyncClient, body: Any, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await client.post("/graphql", content=content, headers={"content-type": JSON, **headers})


def refused(response: httpx.Response) -> tuple[int, str]:
    """The status and the code of an answer that is nothing but one clean error."""
    body = response.json()
    assert list(body) == ["errors"]
    [error] = body["errors"]
    assert error["message"]
    assert error["extensions"]["requestId"] == response.headers["x-request-id"]
    assert isinstance(error["extensions"]["retryable"], bool)
    return response.status_code, error["extensions"]["code"]
