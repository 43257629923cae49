"""Conditions: @skip and @include, with literals and variables, wherever they stand."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.errors import RequestError
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE

QUERY = f"""
query Page($money: Boolean! = true, $reach: Boolean! = false, $skip: Boolean! = false) {{
  endPage(sessionId: "{LIVE}") {{
    metrics {{
      id
      sales @include(if: $money) @skip(if: $skip) {{ skuOrders {{ value }} }}
      ...Reach @include(if: $reach)
      engagement @include(if: false) {{ likes {{ value }} }}
      products @skip(if: true) {{ addToCarts {{ value }} }}
    }}
    analyticsLink @skip(if: $money) {{ overall {{ deepLink }} }}
  }}
}}
fragment Reach on Metrics {{
  traffic {{ views {{ value }} }}
  ... @skip(if: $money) {{ engagement {{ likes {{ value }} }} }}
}}
"""


@pytest.mark.parametrize(
    ("variables", "groups"),
    [
        ({}, {"sales"}),
        ({"skip": True}, set()),
        ({"money": False}, {"analytics_link"}),
        ({"reach": True}, {"sales", "traffic"}),
        ({"money": False, "reach": True}, {"traffic", "engagement", "analytics_link"}),
        ({"money": True, "reach": True, "skip": True}, {"traffic"}),
    ],
)
async def test_conditions_decide_what_is_asked_for(
    company: FakeCompany, variables: dict[str, bool], groups: set[str]
) -> None:
    """Through nested fragments too: what a condition leaves out is asked of nobody."""
    await company.data(QUERY, variables)
    assert company.shop.group_sets() == [{LIVE: groups}]


async def test_one_plan_serves_all_variables(company: FakeCompany) -> None:
    """The same document run with other variables asks for other groups."""
    await company.data(QUERY, {"reach": True})
    await company.data(QUERY, {"reach": False})
    assert company.shop.group_sets() == [{LIVE: {"sales", "traffic"}}, {LIVE: {"sales"}}]


@pytest.mark.parametrize(
    "directive", ["@include(if: false)", "@skip(if: true)", "@include(if: true) @skip(if: true)"]
)
async def test_a_panel_that_is_left_out_causes_no_call(
    company: FakeCompany, directive: str
) -> None:
    """Neither to its upstream nor for its collection."""
    page = await company.page(
        f"id metrics {directive} {{ status }} rewards {directive} {{ status }}"
        f" recordings {directive} {{ status }}"
    )
    assert page.keys() == {"id"}
    assert company.calls() == {"live_sessions": 1}


async def test_a_field_under_one_condition_and_under_another_is_there_for_either(
    company: FakeCompany,
) -> None:
    """Conditions of one place do not take away what another place asks for."""
    query = f"""query Page($a: Boolean!, $b: Boolean!) {{ endPage(sessionId: "{LIVE}") {{
        x: metrics @include(if: $a) {{ sales {{ skuOrders {{ value }} }} }}
        y: metrics @include(if: $b) {{ sales {{ skuOrders {{ value }} }} }} }} }}"""
    for a, b in ((True, False), (False, True), (True, True)):
        await company.data(query, {"a": a, "b": b})
    assert company.shop.group_sets() == [{LIVE: {"sales"}}] * 3
    await company.data(query, {"a": False, "b": False})
    assert len(company.shop.calls) == 3


async def test_a_condition_without_its_variable_is_refused(company: FakeCompany) -> None:
    """A variable that must be given and is not costs no call."""
    query = f"""query P($a: Boolean!) {{ endPage(sessionId: "{LIVE}") {{ id @skip(if: $a) }} }}"""
    variables: list[dict[str, Any]] = [{}, {"a": None}, {"a": "yes"}]
    for given in variables:
        with pytest.raises(RequestError) as caught:
            await company.ask(query, given)
        assert caught.value.code == "BAD_USER_INPUT"
    assert company.calls() == {}
