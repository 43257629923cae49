"""Oddities of the services' contracts: each leads to a right page or to a coded error."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.figures import GROUPS, figures_of
from tests.app.panels import PANELS_OF, full_page, paths, without_clocks
from tests.app.product import Product, errors_of
from tests.app.services import JOURNEY, REWARDS, SHOP
from upstreams.service.traps import TRAPS

KIND = "final"
UNAVAILABLE, BAD = "SOURCE_UNAVAILABLE", "SOURCE_BAD_ANSWER"
SESSIONS_ONLY = ("metrics", "benchmarks", "analyticsLink", "roomImprovements")

# What each trap costs where it bites: the panels of a service with their code. No entry: nothing.
ALL_OF_IT = {"missing-items": BAD, "data-null": BAD}
ALL_OF_IT |= dict.fromkeys(("internal-error", "error-in-200"), UNAVAILABLE)
NO_GROUPS = ("empty-groups", "null-groups", "hollow-groups")
COSTS: dict[tuple[str, str], dict[str, str]] = {
    **{
        (service, trap): dict.fromkeys(paths(*panels), code)
        for trap, code in ALL_OF_IT.items()
        for service, panels in PANELS_OF.items()
    },
    # A group of figures costs its own figures; any other group is the panel.
    **{
        (service, trap): dict.fromkeys(paths(*panels) - paths("metrics"), BAD)
        for trap in NO_GROUPS
        for service, panels in PANELS_OF.items()
    },
    (SHOP, "group-error"): dict.fromkeys(
        paths("analyticsLink", "accountImprovements"), UNAVAILABLE
    ),
    (REWARDS, "group-error"): dict.fromkeys(paths("rewards"), UNAVAILABLE),
    (JOURNEY, "group-error"): dict.fromkeys(paths("journey"), UNAVAILABLE),
    (SHOP, "not-ongoing"): dict.fromkeys(paths(*SESSIONS_ONLY), UNAVAILABLE),
    (REWARDS, "not-ongoing"): dict.fromkeys(paths("rewards"), UNAVAILABLE),
    (JOURNEY, "not-ongoing"): dict.fromkeys(paths("journey"), UNAVAILABLE),
    (REWARDS, "object-rates"): dict.fromkeys(paths("rewards"), BAD),
}
# Panels that stay, and say that something of them is not there or not known.
DEGRADED = {
    *((SHOP, trap) for trap in NO_GROUPS),
    *((SHOP, trap) for trap in ("renamed-fields", "mended-typo", "absurd-values")),
    *((SHOP, trap) for trap in ("swapped-money", "engagement-absent")),
    *(
        (service, trap)
        for service in PANELS_OF
        for trap in ("latest-date-lag", "unknown-words", "unknown-codes")
    ),
}


@pytest.mark.parametrize("service", PANELS_OF)
@pytest.mark.parametrize("trap", TRAPS)
async def test_a_trap_is_a_right_page_or_a_coded_error(
    product: Product, service: str, trap: str
) -> None:
    """Where a trap costs a panel it has its code; else the page is as it is without the trap."""
    before = await full_page(product, KIND)
    await product.services.break_by(service, traps=[trap])
    after = await full_page(product, KIND)
    costs = COSTS.get((service, trap), {})
    assert errors_of(after) == costs
    page = without_clocks(after["data"]["endPage"])
    whole = without_clocks(before["data"]["endPage"])
    for path in costs:
        assert page[path.removeprefix("endPage.")] is None
    for panel in whole:
        own = panel in PANELS_OF[service] and (service, trap) in DEGRADED
        if f"endPage.{panel}" not in costs and not own:
            assert page[panel] == whole[panel], panel


@pytest.mark.parametrize(
    ("trap", "group", "metric"),
    [
        ("renamed-fields", "sales", "ATTRIBUTED_GMV"),
        ("swapped-money", "sales", "ESTIMATED_COMMISSION"),
        ("empty-groups", "sales", "REFUND_AMOUNT"),
        ("null-groups", "engagement", "NEGATIVE_FEEDBACK_RATE"),
        ("absurd-values", "engagement", "NEGATIVE_FEEDBACK_RATE"),
    ],
)
async def test_a_group_that_cannot_be_read_costs_its_own_figures(
    product: Product, trap: str, group: str, metric: str
) -> None:
    """What nobody else knows is missing and says why; the rest is the last tick's, no nonsense."""
    await product.services.break_by(SHOP, traps=[trap])
    figures = await figures_of(product, KIND)
    assert figures.panel["status"] == "PARTIAL"
    assert metric in {figure["metric"] for figure in figures.panel[group].values()}
    assert figures[metric]["missing"] == "UPSTREAM_ERROR"
    for figure in figures:
        for name in ("count", "average", "seconds", "numerator"):
            assert (figure.get(name) or 0) >= 0
    if group == "sales":
        tick = product.live.found(product.session(KIND))["last_tick"]
        assert figures.value("DIRECT_GMV")["amount"] == tick["direct_gmv"]


def words_in(value: Any, key: str) -> list[Any]:
    """Everything that stands under a key, however deep."""
    if isinstance(value, dict):
        found = [value[key]] if key in value else []
        return found + [word for inner in value.values() for word in words_in(inner, key)]
    if isinstance(value, list):
        return [word for inner in value for word in words_in(inner, key)]
    return []


async def test_an_unknown_word_becomes_unknown(product: Product) -> None:
    """A new value of an enum is UNKNOWN wherever it stands, and the panel is there."""
    for service in PANELS_OF:
        await product.services.break_by(service, traps=["unknown-words"])
    page = (await full_page(product, KIND))["data"]["endPage"]
    assert set(words_in(page["roomImprovements"], "severity")) == {"UNKNOWN"}
    assert set(words_in(page["rewards"]["items"], "kind")) == {"UNKNOWN"}
    assert set(words_in(page["journey"]["milestones"], "state")) == {"UNKNOWN"}
    logged = "\n".join(product.gateway.logged())
    assert "unknown_enum_value" in logged
    assert "NEVER_HEARD_OF" in logged


async def test_an_unknown_code_still_has_words(product: Product) -> None:
    """A new code comes as it is, with the words that came with it."""
    before = (await full_page(product, KIND))["data"]["endPage"]
    for service in PANELS_OF:
        await product.services.break_by(service, traps=["unknown-codes"])
    page = (await full_page(product, KIND))["data"]["endPage"]
    codes = words_in(page["journey"]["milestones"], "code")
    assert codes
    assert all(code.startswith("NEW_") for code in codes)
    assert words_in(page["journey"], "title") == words_in(before["journey"], "title")
    assert words_in(page["rewards"], "title") == words_in(before["rewards"], "title")


async def test_not_ready_shows_the_last_tick(product: Product) -> None:
    """Analytics older than the LIVE: figures of the last tick, and nothing is EMPTY or zero."""
    await product.services.break_by(SHOP, traps=["latest-date-lag"])
    figures = await figures_of(product, KIND)
    tick = product.live.found(product.session(KIND))["last_tick"]
    assert figures.panel["status"] == "PARTIAL"
    assert figures.value("IMPRESSIONS") == tick["impressions"]
    assert figures["IMPRESSIONS"]["finality"] == "PROVISIONAL"
    assert figures["ATTRIBUTED_GMV"]["missing"] == "NOT_READY"
    assert len(list(figures)) == sum(len(names.split()) for names in GROUPS.values())
