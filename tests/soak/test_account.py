"""The account: what it counts, and what it finds wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.faults.page import Page
from tests.house.source_file import ROOT
from tests.soak.account import BUDGET, Account

_WHOLE: dict[str, Any] = {"data": {"endPage": {"id": "1", "rewards": {"isStale": False}}}}
_STALE: dict[str, Any] = {"data": {"endPage": {"id": "1", "rewards": {"isStale": True}}}}
_ERROR = {"path": ["endPage", "rewards"], "extensions": {"code": "SOURCE_UNAVAILABLE"}}
_PARTIAL = {"data": {"endPage": {"id": "1", "rewards": None}}, "errors": [_ERROR]}


def _page(wire: Any, *, status: int = 200, seconds: float = 0.1) -> Page:
    return Page(status, json.dumps(wire), seconds)


def test_while_all_is_well_nothing_may_fail() -> None:
    """What is whole or stale is right at any time; an error is right under faults alone."""
    account = Account(in_seconds=1)
    account.asked = 4
    for wire in (_WHOLE, _STALE):
        account.add(_page(wire), is_calm=True)
    account.add(_page(_PARTIAL), is_calm=False)
    assert account.wrongs == 0
    account.add(_page(_PARTIAL), is_calm=True)
    assert account.wrongs == 1
    assert account.answers == {"whole": 1, "stale": 1, "partial": 2}
    assert account.calm == {"whole": 1, "stale": 1, "partial": 1}
    assert account.codes == {"SOURCE_UNAVAILABLE": 2}
    assert account.calm_codes == {"SOURCE_UNAVAILABLE": 1}
    assert account.wrong == ["a page was partial while all was well: SOURCE_UNAVAILABLE"]
    account.close()
    assert account.wrongs == 1


@pytest.mark.parametrize(
    ("failed", "wrong"), [(1, []), (2, ["2 pages failed of 1 that may, one gateway away"])]
)
def test_what_may_fail_while_one_gateway_is_away(failed: int, wrong: list[str]) -> None:
    """Of two hundred pages one, as the alerts promise, and no more."""
    account = Account(in_seconds=1)
    account.asked = 200
    for turn in range(200):
        wire = _PARTIAL if turn < failed else _WHOLE
        account.add(_page(wire), is_calm=True, one_away=True)
    account.close()
    assert account.spent == failed
    assert account.wrong == wrong


def test_the_budget_is_that_of_the_alerts() -> None:
    """Whoever changes the one is told of the other."""
    alerts = (ROOT / "docker" / "prometheus" / "alerts.yaml").read_text(encoding="utf-8")
    assert f"14.4 * {BUDGET}" in alerts
    assert f"{1 - BUDGET:.1%}".replace("%", " %") in alerts


def test_an_answer_that_is_in_no_table_is_wrong() -> None:
    """A code of no table, INTERNAL, another status and what is no answer are, also under faults."""
    account = Account(in_seconds=1)
    unknown = {"errors": [{"extensions": {"code": "ELSE"}}], "data": None}
    internal = {"errors": [{"extensions": {"code": "INTERNAL"}}], "data": None}
    no_answers = (_page("a text"), Page(200, "<html>", 0.1))
    for page in (_page(unknown), _page(internal), _page(_WHOLE, status=500), *no_answers):
        account.add(page, is_calm=False)
    assert account.wrongs == 5
    assert account.answers == {"odd": 5}


def test_the_sums_are_held_against_each_other() -> None:
    """A page without an answer, an end that nobody heard, and lateness are told."""
    account = Account(in_seconds=1)
    account.asked = 4
    account.watched["begun"] = 3
    account.watched["heard the end"] = 2
    for seconds in (2.0, 2.0, 0.1):
        account.add(_page(_WHOLE, seconds=seconds), is_calm=True)
    account.close()
    assert account.wrong == [
        "4 were asked and 3 accounted for",
        "2 of 4 answers were late",
        "1 who watched a LIVE were not told of its end",
    ]
