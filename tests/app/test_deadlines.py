"""Slow services: a page is answered in its time, with what has come by then."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from tests.app.gateway_process import GatewayProcess
from tests.app.panels import PANELS_OF, full_page, paths
from tests.app.product import Product, errors_of
from tests.app.services import JOURNEY, REWARDS, SHOP

KIND = "final"
OPERATION_MS = 1500
MARGIN_MS = 100
# The most that a call to each service may take.
CAPS_MS = {SHOP: 800, REWARDS: 600, JOURNEY: 600}
LATE = "DEADLINE_EXCEEDED"


@pytest.fixture
async def hurried(product: Product, in_time: GatewayProcess) -> Product:
    """The product behind a gateway that has no more time than by default."""
    hurried = replace(product, gateway=in_time)
    await full_page(hurried, KIND)  # Connections are made, and the company has worked it out.
    await product.services.forget()
    return hurried


@pytest.mark.parametrize("service", PANELS_OF)
@pytest.mark.parametrize("fault", [{"latency_ms": 60_000}, {"mode": "drip"}], ids=["slow", "drips"])
async def test_a_slow_service_is_given_up_at_its_cap(
    hurried: Product, service: str, fault: dict[str, Any]
) -> None:
    """Its panels are late, the others are whole; it was told how long would be waited for it."""
    await hurried.services.break_by(service, **fault)
    began = time.perf_counter()
    answer = await full_page(hurried, KIND)
    took_ms = (time.perf_counter() - began) * 1000
    assert errors_of(answer) == dict.fromkeys(paths(*PANELS_OF[service]), LATE)
    assert all(error["extensions"]["retryable"] for error in answer["errors"])
    calls = {call["upstream"]: call for call in answer["extensions"]["upstreams"]}
    assert {name for name, call in calls.items() if call["outcome"] == LATE} == {service}
    assert CAPS_MS[service] - 50 < calls[service]["ms"]
    assert took_ms < OPERATION_MS + MARGIN_MS
    (call,) = await hurried.services.calls(service)
    assert CAPS_MS[service] - 50 < int(call["time_left_ms"]) <= CAPS_MS[service]


async def test_all_slow_is_no_slower(hurried: Product) -> None:
    """All services slow at once: the waits are beside each other, not one after the other."""
    for service in PANELS_OF:
        await hurried.services.break_by(service, latency_ms=60_000)
    began = time.perf_counter()
    answer = await full_page(hurried, KIND)
    took_ms = (time.perf_counter() - began) * 1000
    panels = [panel for panels in PANELS_OF.values() for panel in panels]
    assert errors_of(answer) == dict.fromkeys(paths(*panels), LATE)
    assert took_ms < OPERATION_MS + MARGIN_MS
    assert answer["data"]["endPage"]["recordings"]["status"] == "READY"


async def test_everything_broken_is_still_an_answer(hurried: Product) -> None:
    """Down, late and nonsense at once: each panel has its own error, and the LIVE is there."""
    await hurried.services.break_by(SHOP, mode="refuse")
    await hurried.services.break_by(REWARDS, latency_ms=60_000)
    await hurried.services.break_by(JOURNEY, mode="garbage")
    answer = await full_page(hurried, KIND)
    assert errors_of(answer) == {
        **dict.fromkeys(paths(*PANELS_OF[SHOP]), "SOURCE_UNAVAILABLE"),
        "endPage.rewards": LATE,
        "endPage.journey": "SOURCE_BAD_ANSWER",
    }
    assert answer["data"]["endPage"]["session"]["sessionId"] == hurried.session(KIND)
    assert answer["data"]["endPage"]["recordings"]["status"] == "READY"
