"""Laziness: what is not selected is not asked for, by panel, by field and by condition."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE

PAGE = f'endPage(sessionId: "{LIVE}")'
FIGURES = {"sales", "traffic", "products", "engagement"}


def asked(company: FakeCompany) -> dict[str, set[str]]:
    """The groups that were asked for in one call each, by upstream and part."""
    found: dict[str, set[str]] = {}
    for upstream in company.upstreams():
        assert len(upstream.calls) <= 1
        for call in upstream.calls:
            for key in call:
                found[f"{upstream.name} {key.part.value}"] = set(key.groups)
    return found


SHOP = "shop_analytics sessions"
SHOP_CREATOR = "shop_analytics creators"
REWARDS = "rewards sessions"
REWARDS_CREATOR = "rewards creators"
JOURNEY = "journey sessions"
JOURNEY_CREATOR = "journey creators"

SELECTIONS: list[tuple[str, dict[str, set[str]]]] = [
    ("id servedAt session { title state }", {}),
    ("metrics { id status isStale asOf nextRefreshAt }", {SHOP: set()}),
    ("metrics { headline { metric } }", {SHOP: FIGURES}),
    ("metrics { sales { directGmv { value { amount } } } }", {SHOP: {"sales"}}),
    ("metrics { sales { showGpm { value { amount } } } }", {SHOP: {"sales", "traffic"}}),
    ("metrics { sales { watchGpm { missing } } }", {SHOP: {"sales", "traffic"}}),
    ("metrics { sales { gmvPerHour { missing } } }", {SHOP: {"sales"}}),
    ("metrics { sales { directGmvByCurrency { amount } rateDate } }", {SHOP: {"sales"}}),
    ("metrics { traffic { enterRoomRate { value } } }", {SHOP: {"traffic"}}),
    ("metrics { traffic { airSeconds { value } } }", {SHOP: set()}),
    ("metrics { products { liveCtr { value } } }", {SHOP: {"products", "traffic"}}),
    ("metrics { products { productCtr { value } } }", {SHOP: {"products"}}),
    ("metrics { products { clickToOrderRate { value } } }", {SHOP: {"products", "sales"}}),
    ("metrics { engagement { likes { value } } }", {SHOP: {"engagement"}}),
    ("metrics { engagement { followRate { value } } }", {SHOP: {"engagement", "traffic"}}),
    ("metrics { engagement { __typename } }", {SHOP: set()}),
    ("benchmarks { status }", {SHOP: set()}),
    ("benchmarks { stage cohort { size } tips { code } }", {SHOP: {"benchmarks"}}),
    ("benchmarks { comparisons { metric } }", {SHOP: {"benchmarks", *FIGURES}}),
    ("analyticsLink { status }", {SHOP: set()}),
    ("analyticsLink { overall { deepLink } }", {SHOP: {"analytics_link"}}),
    ("roomImprovements { id }", {SHOP: set()}),
    ("roomImprovements { outcome violation { code } }", {SHOP: {"room_improvements"}}),
    ("roomImprovements { improvements { code } }", {SHOP: {"room_improvements", *FIGURES}}),
    ("accountImprovements { id }", {SHOP_CREATOR: set()}),
    ("accountImprovements { improvements { code } }", {SHOP_CREATOR: {"account_improvements"}}),
    ("rewards { items { kind } }", {REWARDS: {"earned"}}),
    ("rewards { weekly { rate } }", {REWARDS: set(), REWARDS_CREATOR: {"weekly"}}),
    ("rewards { trend { diamonds } }", {REWARDS: set(), REWARDS_CREATOR: {"trend"}}),
    ("journey { level { league } }", {JOURNEY: {"progress"}, JOURNEY_CREATOR: {"level"}}),
    ("journey { goals { code } }", {JOURNEY: {"progress"}, JOURNEY_CREATOR: {"goals"}}),
    ("journey { opportunities { code } }", {JOURNEY: set(), JOURNEY_CREATOR: {"opportunities"}}),
    ("recordings { status }", {}),
    (
        "metrics { sales { skuOrders { value } } } analyticsLink { overall { deepLink } }",
        {SHOP: {"sales", "analytics_link"}},
    ),
]


@pytest.mark.parametrize(("selection", "groups"), SELECTIONS, ids=[one for one, _ in SELECTIONS])
async def test_exactly_the_groups_of_the_selected_fields_are_asked_for(
    company: FakeCompany, selection: str, groups: dict[str, set[str]]
) -> None:
    """One call to each upstream that a selected field needs, none to any other."""
    await company.page(selection)
    assert asked(company) == groups
    finds = {"live_sessions": 1, **({"recordings": 1} if "recordings" in selection else {})}
    upstreams = {where.split()[0]: 1 for where in groups}
    assert company.calls() == {**finds, **upstreams}


async def test_the_whole_page_makes_one_call_a_source(company: FakeCompany) -> None:
    """All panels together: one call to each upstream, one find of each collection."""
    await company.page(
        "metrics { headline { metric } } benchmarks { comparisons { metric } }"
        " analyticsLink { overall { deepLink } } roomImprovements { improvements { code } }"
        " accountImprovements { improvements { code } } rewards { items { kind } }"
        " journey { level { level } } recordings { replay { state } }"
    )
    assert company.calls() == {
        "live_sessions": 1,
        "recordings": 1,
        "shop_analytics": 1,
        "rewards": 1,
        "journey": 1,
    }
    session = FIGURES | {"benchmarks", "analytics_link", "room_improvements"}
    groups = company.shop.group_sets()
    assert groups == [{LIVE: session, CREATOR: {"account_improvements"}}]


async def test_a_query_that_needs_no_source_asks_none(company: FakeCompany) -> None:
    """The viewer's own id is known from their token."""
    assert await company.data("{ viewer { creatorId } }") == {"viewer": {"creatorId": CREATOR}}
    assert company.calls() == {}


async def test_aliases_of_a_panel_share_one_key(company: FakeCompany) -> None:
    """Two aliases that need different groups are one key with the union of them."""
    await company.page(
        "a: metrics { sales { skuOrders { value } } }"
        " b: metrics { traffic { views { value } } } b: metrics { traffic { views { metric } } }"
    )
    assert company.shop.group_sets() == [{LIVE: {"sales", "traffic"}}]


async def test_two_pages_of_one_live_share_one_key(company: FakeCompany) -> None:
    """Also when the page itself is asked for twice, and through the session."""
    data = await company.data(
        f"{{ a: {PAGE} {{ metrics {{ sales {{ skuOrders {{ value }} }} }} }}"
        f' b: liveSession(sessionId: "{LIVE}") {{ endPage {{ metrics {{ status }} }} }} }}'
    )
    assert data["b"]["endPage"]["metrics"] == {"status": "READY"}
    assert company.calls() == {"live_sessions": 1, "shop_analytics": 1}
    assert company.shop.group_sets() == [{LIVE: {"sales"}}]


async def test_fragments_of_a_panel_join(company: FakeCompany) -> None:
    """Named and inline, one within the other: one call, and each group that they name."""
    await company.data(
        f"""
        query {{ {PAGE} {{ ...Head metrics {{ ...Views }} ... {{ metrics {{ ... on Metrics {{
            products {{ addToCarts {{ value }} }} }} }} }} }} }}
        fragment Head on EndPage {{ metrics {{ ...Orders }} }}
        fragment Orders on Metrics {{ sales {{ skuOrders {{ value }} }} }}
        fragment Views on Metrics {{ traffic {{ views {{ value }} }} }}
        """
    )
    assert company.shop.group_sets() == [{LIVE: {"sales", "traffic", "products"}}]


@pytest.mark.parametrize("panel", ["metrics", "roomImprovements", "recordings"])
async def test_a_fragment_on_the_interface_asks_for_its_own_panel_alone(
    company: FakeCompany, panel: str
) -> None:
    """What other panels would need for the same fields is not asked for on this one's account."""
    query = f"""
        query {{ {PAGE} {{ {panel} {{ ...Fresh ... on Node {{ id }} }} }} }}
        fragment Fresh on Panel {{ status nextRefreshAt ... on Rewards {{ items {{ kind }} }} }}
    """
    await company.data(query)
    groups: dict[str, Any] = {
        "metrics": [{LIVE: set()}],
        "roomImprovements": [{LIVE: {"room_improvements"}}],
        "recordings": [],
    }
    assert company.shop.group_sets() == groups[panel]
    assert company.rewards.calls == []
