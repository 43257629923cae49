"""Improvements: what to do better in the room and over all LIVEs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.figures import figures_of
from tests.app.product import Product
from tests.app.services import SHOP

CARD = """suggestionId code dimension funnelStage severity metric observed benchmark title body
  action { code title deepLink } evidence { kind fromSeconds toSeconds }"""
SELECTION = f"""
  roomImprovements {{ status asOf outcome violation {{ code }} improvements {{ {CARD} }} }}
  accountImprovements {{ status outcome windowDays improvements {{ {CARD} }} }}"""
WORST_FIRST = ["CRITICAL", "WARNING", "OK", "STRENGTH"]


@pytest.mark.parametrize("kind", ["ended", "top_creator", "jpy", "growing_creator", "no_clicks"])
async def test_a_room_has_three_at_most_and_the_worst_first(product: Product, kind: str) -> None:
    """The worst of what the diagnosis says, each with the figure of the metrics panel."""
    room = (await product.page(kind, SELECTION))["roomImprovements"]
    said = product.said(SHOP, kind, as_of=room["asOf"])["room_improvements"]
    assert (room["status"], room["outcome"]) == ("READY", said["outcome"])
    shown = room["improvements"]
    ranked = sorted(said["items"], key=lambda item: WORST_FIRST.index(item["severity"]))
    assert [one["suggestionId"] for one in shown] == [item["suggestion_id"] for item in ranked[:3]]
    figures = await figures_of(product, kind)
    for one, item in zip(shown, ranked, strict=False):
        assert one["title"] == item["title"]
        assert one["benchmark"] == float(item["benchmark"])
        value: Any = figures.value(one["metric"])
        assert one["observed"] == (float(value["amount"]) if isinstance(value, dict) else value)
        assert [piece["fromSeconds"] for piece in one["evidence"]] == [
            piece["from_seconds"] for piece in item["evidence"]
        ]


@pytest.mark.parametrize("kind", ["ended", "top_creator", "affiliate"])
async def test_an_account_has_one_a_dimension(product: Product, kind: str) -> None:
    """Over all LIVEs each dimension is suggested once, its worst, with a value of its own."""
    account = (await product.page(kind, SELECTION))["accountImprovements"]
    assert (account["status"], account["windowDays"]) == ("READY", 28)
    dimensions = [one["dimension"] for one in account["improvements"]]
    assert dimensions
    assert len(set(dimensions)) == len(dimensions)
    places = [WORST_FIRST.index(one["severity"]) for one in account["improvements"]]
    assert places == sorted(places)
    assert all(one["observed"] is not None for one in account["improvements"])


async def test_too_little_to_judge_is_said(product: Product) -> None:
    """A LIVE that nobody watched is not diagnosed, and that is no failure."""
    room = (await product.page("zero_views", SELECTION))["roomImprovements"]
    assert (room["status"], room["outcome"], room["improvements"]) == (
        "READY",
        "BELOW_THRESHOLD",
        [],
    )
