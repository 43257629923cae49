"""The README's table of features by client is printed from the tests, and each cell is one."""

from __future__ import annotations

import pytest

from tests.clients.features import CLIENTS, FEATURES, table_of_features
from tests.house.source_file import ROOT

FOLDER = "tests/clients/"


def test_each_cell_is_a_test(request: pytest.FixtureRequest) -> None:
    """What a cell names is collected; a run of some tests alone cannot tell."""
    cells = {
        FOLDER + test for one in FEATURES for client in CLIENTS for test in one.tests_of(client)
    }
    collected = {item.nodeid for item in request.session.items}
    files = {test.partition("::")[0] for test in collected}
    chosen = request.config.getoption("keyword") or request.config.getoption("markexpr")
    if chosen or not {cell.partition("::")[0] for cell in cells} <= files:
        pytest.skip("only some of the clients' tests are run")
    assert sorted(cells - collected) == []


def test_the_features_are_those_of_the_tests() -> None:
    """The README's table of features is what `python -m tests.clients.features` prints."""
    assert table_of_features() in (ROOT / "README.md").read_text("utf-8")
