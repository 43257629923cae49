"""The soak itself works: a few seconds of it, with everything in it, find nothing wrong."""

from __future__ import annotations

import pytest

from tests.app.gateway_process import UNHURRIED
from tests.soak.faults import QUICK
from tests.soak.plan import Plan
from tests.soak.report import report_of
from tests.soak.run import soaked

# How quick the machine is at the moment is no matter of this test.
_SHORT = Plan(
    seconds=6,
    seed=1,
    rate=4,
    slots=2,
    ended=8,
    token_seconds=6,
    rotate_seconds=11.1,
    restart_seconds=1,
    kill_every=2,
    least_restarts=2,
    calm_seconds=2,
    trouble_seconds=4,
    faults=QUICK,
    sample_seconds=1,
    warm_seconds=2,
    told_within=120,
    in_seconds=60,
    settings={**UNHURRIED, "ENDPAGE_UPDATE_MS": "20000", "ENDPAGE_DRAIN_SECONDS": "1"},
)


@pytest.mark.slow
async def test_a_short_soak() -> None:
    """Every answer and every end of some seconds is accounted for, and nothing is left behind."""
    soak = await soaked(_SHORT)
    report = report_of(soak, command="a test")
    assert soak.account.wrong == [], report
    assert soak.account.wrongs == 0
    assert soak.pair.restarts["drained"] >= 1
    assert soak.pair.restarts["killed"] >= 1
    assert soak.issuer.rotations >= 1
    assert soak.troubles.faults >= 1
    assert soak.account.watched["heard the end"] == 3 * soak.account.lives > 0
    assert soak.account.renewed["ping on a WebSocket"] >= 1
    assert "Nothing was wrong." in report
