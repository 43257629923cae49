"""Benchmarks: frozen as of one LIVE, with peers for those who are not new to it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.figures import FRAGMENT, figures_of
from tests.app.product import Product, unix
from tests.app.services import SHOP

DOCUMENT = f"""query ($id: ID!) {{ endPage(sessionId: $id) {{ benchmarks {{
  status asOf stage level frozenAt tips {{ code topic title body deepLink }}
  cohort {{ market levelBand categoryId categoryName durationBucket size basis isSuppressed }}
  comparisons {{ metric higherIsBetter observed {{ ...F }}
    peers {{ average topTen delta band }}
    own {{ basis average delta points {{ sessionId endedAt value }} }} }} }} }} }} {FRAGMENT}"""
COMPARED = ["top_creator", "jpy", "growing_creator", "replay_partial", "suspended"]


async def benchmarks_of(product: Product, kind: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The panel, and what shop analytics says."""
    answer = await product.data(DOCUMENT, of=kind, id=product.session(kind))
    panel = answer["endPage"]["benchmarks"]
    assert panel["status"] == "READY"
    return panel, product.said(SHOP, kind, as_of=panel["asOf"])["benchmarks"]


@pytest.mark.parametrize("kind", COMPARED)
async def test_peers_and_own_are_what_the_company_says(product: Product, kind: str) -> None:
    """Cohort, averages and points are those that were frozen at the end of this LIVE."""
    panel, said = await benchmarks_of(product, kind)
    assert (panel["stage"], panel["level"]) == (said["stage"], said["level"])
    assert unix(panel["frozenAt"]) == int(said["frozen_at"])
    cohort = said["cohort"]
    assert panel["cohort"]["size"] == cohort["size"] >= 50
    assert (panel["cohort"]["basis"], panel["cohort"]["market"]) == (
        cohort["basis"],
        cohort["market"],
    )
    assert panel["cohort"]["isSuppressed"] is False
    assert panel["tips"] == []
    shown = {one["metric"]: one for one in panel["comparisons"]}
    assert shown.keys() == {peer["metric"].upper() for peer in said["peers"]}
    for peer in said["peers"]:
        one = shown[peer["metric"].upper()]
        assert one["peers"]["average"] == float(peer["average"])
        assert one["peers"]["topTen"] == float(peer["top_10"])
        assert one["higherIsBetter"] is peer["higher_is_better"]
    for own in said["own"]:
        benchmark = shown[own["metric"].upper()]["own"]
        assert benchmark["basis"] == own["window"]
        assert benchmark["average"] == float(own["average"])
        assert [(point["sessionId"], point["value"]) for point in benchmark["points"]] == [
            (point["live_id"], float(point["value"])) for point in own["points"]
        ]


@pytest.mark.parametrize("kind", COMPARED)
async def test_what_is_compared_is_the_figure_of_the_page(product: Product, kind: str) -> None:
    """`observed` is the very figure of the metrics panel, and delta and band follow from it."""
    panel, _ = await benchmarks_of(product, kind)
    figures = await figures_of(product, kind)
    for one in panel["comparisons"]:
        assert one["observed"] == figures[one["metric"]]
        peers, better = one["peers"], 1 if one["higherIsBetter"] else -1
        value = figures.value(one["metric"])
        observed = float(value["amount"]) if isinstance(value, dict) else value
        delta = observed / peers["average"] - 1
        assert peers["delta"] == pytest.approx(delta, abs=0.0001)
        if (observed - peers["topTen"]) * better >= 0:
            expected = "TOP_10"
        elif abs(delta) <= 0.1:
            expected = "AROUND_AVERAGE"
        else:
            expected = "ABOVE_AVERAGE" if delta * better > 0 else "BELOW_AVERAGE"
        assert peers["band"] == expected, one["metric"]


async def test_a_new_creator_gets_tips_and_no_peers(product: Product) -> None:
    """Who has hardly begun is compared with nobody else: tips on each topic, and a trend."""
    panel, said = await benchmarks_of(product, "new_creator")
    assert (panel["stage"], panel["cohort"]) == ("NEW", None)
    assert {one["peers"] for one in panel["comparisons"]} == {None}
    assert {tip["topic"] for tip in panel["tips"]} == {"PERFORMANCE", "ENGAGEMENT", "CONVERSION"}
    assert [tip["code"] for tip in panel["tips"]] == [tip["code"] for tip in said["tips"]][:5]
    assert len(panel["comparisons"]) == len(said["own"])


async def test_a_small_cohort_is_not_shown(product: Product) -> None:
    """Under fifty LIVEs there are no peers, only how few there were; one's own stays."""
    panel, said = await benchmarks_of(product, "cohort_too_small")
    assert panel["cohort"]["size"] == said["cohort"]["size"] < 50
    assert panel["cohort"]["isSuppressed"] is True
    assert {one["peers"] for one in panel["comparisons"]} == {None}
    assert {one["own"]["basis"] for one in panel["comparisons"]} == {"OWN_28D"}
