"""The soak itself works: a few seconds of it find nothing wrong."""

from __future__ import annotations

import pytest

from tests.soak.report import report_of
from tests.soak.run import soaked


@pytest.mark.slow
def test_a_short_soak() -> None:
    """Every answer of some seconds of trouble is accounted for, and nothing is left behind."""
    soak = soaked(seconds=10, rate=6, seed=1)
    assert soak.account.wrong == [], report_of(soak)
    assert soak.account.watched["heard the end"] > 0
