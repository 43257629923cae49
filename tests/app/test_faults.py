"""One service is down or talks nonsense: its panels say so, and all others are whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.panels import PANELS_OF, full_page, paths, whole_again, without_clocks
from tests.app.product import OPERATIONS, Answer, Product, errors_of, eventually
from tests.app.services import REWARDS, SHOP

KIND = "final"
UNAVAILABLE, BAD = "SOURCE_UNAVAILABLE", "SOURCE_BAD_ANSWER"
FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "refuses": ({"mode": "refuse"}, UNAVAILABLE),
    "resets": ({"mode": "reset"}, UNAVAILABLE),
    "breaks off": ({"mode": "truncate"}, UNAVAILABLE),
    "garbage": ({"mode": "garbage"}, BAD),
    "without end": ({"mode": "huge"}, BAD),
    "400": ({"status": 400}, BAD),
    "401": ({"status": 401}, BAD),
    "408": ({"status": 408}, UNAVAILABLE),
    "429": ({"status": 429}, UNAVAILABLE),
    "500": ({"status": 500}, UNAVAILABLE),
    "503": ({"status": 503}, UNAVAILABLE),
}


def outcomes(answer: Answer) -> dict[str, str]:
    return {call["upstream"]: call["outcome"] for call in answer["extensions"]["upstreams"]}


@pytest.mark.parametrize("service", PANELS_OF)
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_broken_service_costs_its_own_panels_alone(
    product: Product, service: str, fault: str
) -> None:
    """Its panels are null with one code at their paths; mended, the page is whole again."""
    described, code = FAULTS[fault]
    whole = await full_page(product, KIND)
    assert "errors" not in whole
    await product.services.break_by(service, **described)
    broken = await full_page(product, KIND)
    assert errors_of(broken) == dict.fromkeys(paths(*PANELS_OF[service]), code)
    for error in broken["errors"]:
        assert error["extensions"]["retryable"] is (code != BAD)
        assert error["extensions"]["requestId"]
        assert error["message"].startswith("This could not be")
    page, before = broken["data"]["endPage"], whole["data"]["endPage"]
    assert {page[panel] for panel in PANELS_OF[service]} == {None}
    others = [panel for other in PANELS_OF if other != service for panel in PANELS_OF[other]]
    for panel in (*others, "recordings", "session"):
        assert without_clocks(page[panel]) == without_clocks(before[panel]), panel
    assert outcomes(broken) == {**outcomes(whole), service: code}
    await product.services.mend()
    mended = await whole_again(product)
    assert without_clocks(mended["data"]) == without_clocks(whole["data"])


async def test_a_port_that_is_closed_is_found_open_again(product: Product) -> None:
    """A service that is gone for a moment is asked anew as soon as it is back."""
    await product.services.break_by(REWARDS, mode="closed", seconds=0.5)
    answer = await full_page(product, KIND)
    assert errors_of(answer) == {"endPage.rewards": UNAVAILABLE}
    # The connection that is still open takes this; the port stays closed for its time.
    await product.services.mend()

    async def errors() -> dict[str, str]:
        return errors_of(await full_page(product, KIND))

    await eventually(errors, until=lambda told: told == {})


async def test_one_sessions_failure_is_its_own(product: Product) -> None:
    """Of a list of pages the one whose key failed has an error; the others have their figures."""
    document = OPERATIONS["RecentLives"]
    whole = await product.data(document, of="top_creator")
    edges = whole["viewer"]["liveSessions"]["edges"]
    pages = [at for at, edge in enumerate(edges) if edge["node"]["endPage"]]
    shown = [at for at in pages if edges[at]["node"]["endPage"]["metrics"]["status"] == "READY"]
    failing = shown[2]
    await product.services.break_by(SHOP, keys=[edges[failing]["node"]["sessionId"]])
    broken = await product.ask(document, of="top_creator")
    path = f"viewer.liveSessions.edges.{failing}.node.endPage.metrics"
    assert errors_of(broken) == {path: UNAVAILABLE}
    for at in pages:
        metrics = broken["data"]["viewer"]["liveSessions"]["edges"][at]["node"]["endPage"][
            "metrics"
        ]
        assert (metrics is None) == (at == failing)


async def test_the_creators_part_fails_alone(product: Product) -> None:
    """The creator's own key costs the account's panel; the LIVE's panels stay."""
    await product.services.break_by(SHOP, keys=[product.creator(KIND)])
    answer = await full_page(product, KIND)
    assert errors_of(answer) == {"endPage.accountImprovements": UNAVAILABLE}
