"""The page in parts, as the APP ships it: the same page, by the same calls, the headline first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from tests.app.gateway_process import GatewayProcess
from tests.app.panels import without_clocks
from tests.app.product import OPERATIONS, Product
from tests.app.services import JOURNEY, REWARDS, SHOP
from tests.gateway.merging import CurrentClient, OlderClient
from tests.gateway.part_clients import CURRENT, OLDER, payloads

KIND = "ended"
PAGE = OPERATIONS["EndPageDeferred"]
FORMATS = pytest.mark.parametrize(
    ("accept", "client"), [(CURRENT, CurrentClient), (OLDER, OlderClient)], ids=["current", "older"]
)
LABELS = {"comparison", "improvements", "rewards", "journey", "recordings"}


@asynccontextmanager
async def in_parts(product: Product, accept: str) -> AsyncIterator[httpx.Response]:
    """The response to the page in parts, whose body is still to be read."""
    body = {"query": PAGE, "variables": {"sessionId": product.session(KIND)}}
    headers = {**product.headers(KIND), "accept": accept}
    url = product.gateway.url
    async with product.client.stream("POST", url, json=body, headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("multipart/mixed")
        yield response


def calls_of(answer: dict[str, Any]) -> list[tuple[str, int, str]]:
    """The calls that the answer tells of, in an order that does not hang on time."""
    told = answer["extensions"]["upstreams"]
    return sorted((call["upstream"], call["keys"], call["outcome"]) for call in told)


@FORMATS
async def test_the_parts_are_the_page(
    product: Product, accept: str, client: type[CurrentClient | OlderClient]
) -> None:
    """Put together they are the answer in one piece, and every service was asked as often."""
    whole = await product.ask(PAGE, of=KIND, sessionId=product.session(KIND))
    await product.services.forget()
    async with in_parts(product, accept) as response:
        told = payloads(await response.aread())
    merged = client()
    for payload in told:
        merged.take(payload)
    assert merged.errors == []
    assert without_clocks(merged.data) == without_clocks(whole["data"])
    assert calls_of(told[-1]) == calls_of(whole)
    assert await product.services.counts() == {SHOP: 1, REWARDS: 1, JOURNEY: 1}


@FORMATS
async def test_the_headline_is_there_as_soon_as_analytics_has_answered(
    product: Product, accept: str, client: type[CurrentClient | OlderClient]
) -> None:
    """While the two other services have been asked, and are in no hurry."""
    for service in (REWARDS, JOURNEY):
        await product.services.break_by(service, latency_ms=60_000)
    body = b""
    async with asyncio.timeout(30), in_parts(product, accept) as response:
        async for chunk in response.aiter_bytes():
            body += chunk
            if body.count(b"\r\n--graphql") > 1:
                break
    first = body[: body.rindex(b"\r\n--graphql")]
    (payload,) = payloads(first + b"\r\n--graphql--\r\n")
    merged = client()
    merged.take(payload)
    page = merged.data["endPage"]
    assert len(page["metrics"]["headline"]) == 9
    assert page.keys() == {"id", "session", "metrics"}
    assert payload["hasNext"] is True
    if isinstance(merged, CurrentClient):
        assert {pending["label"] for pending in merged.pending.values()} == LABELS


@FORMATS
async def test_a_slow_service_costs_its_own_part(
    product: Product,
    in_time: GatewayProcess,
    accept: str,
    client: type[CurrentClient | OlderClient],
) -> None:
    """At its cap its panel is null, with its code, in the part that it belongs to."""
    hurried = replace(product, gateway=in_time)
    await hurried.ask(PAGE, of=KIND, sessionId=hurried.session(KIND))  # Connections are made.
    await hurried.services.break_by(REWARDS, latency_ms=60_000)
    async with in_parts(hurried, accept) as response:
        told = payloads(await response.aread())
    merged = client()
    for payload in told:
        merged.take(payload)
    (error,) = merged.errors
    assert error["path"] == ["endPage", "rewards"]
    assert error["extensions"]["code"] == "DEADLINE_EXCEEDED"
    assert "errors" not in told[0]
    assert merged.data["endPage"]["rewards"] is None
    assert merged.data["endPage"]["journey"]["status"] == "READY"
