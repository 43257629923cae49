"""Both gateways are replaced behind nginx while creators wait for their LIVEs' ends, and ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.gateway_process import UNHURRIED
from tests.topology.nginx import program
from tests.topology.rolling import Rolling
from tests.topology.topology import topology

_STREAMS = 40


@pytest.mark.slow
async def test_nobody_loses_anything(tmp_path: Path) -> None:
    """No query fails, no mutation is lost or done twice, and each subscriber is told its end once.

    LIVEs end while a gateway is closing its streams and while it is away.
    """
    program()
    async with topology(tmp_path, UNHURRIED) as on:
        rolled = await Rolling(on, streams=_STREAMS, hurry=20).roll(askers=3, pause=0.1)
    assert rolled.exit_codes == [0, 0]
    assert rolled.asked.faults == []
    assert set(rolled.asked.answers) == {"queries", "mutations"}
    # Those who ask were ended at some moment: a last one may be made and not acknowledged.
    assert 0 <= rolled.shares - len(rolled.asked.shares) <= 3
    assert len(set(rolled.asked.shares.values())) == len(rolled.asked.shares)
    assert rolled.tally.faults == []
    assert rolled.untold == []
    assert rolled.tally.completed == rolled.tally.ended == _STREAMS
    # All who were on the first gateway, and then all who were left on the second.
    assert rolled.tally.lost == len(rolled.tally.back) >= _STREAMS // 2
    assert rolled.lost == 0
