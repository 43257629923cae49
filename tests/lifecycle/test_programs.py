"""Random programs: whatever happens to LIVEs, gateways, the database and connections, every
subscriber ends with the truth, and no promise is broken on the way.

``LIFECYCLE_PROGRAMS=200`` runs so many, others each time, and makes one that fails small; without
it they are few and the same each time, so that a build fails for what was changed.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings

from tests.lifecycle.house import House
from tests.lifecycle.program import PROGRAMS, Program, Step

_MANY = int(os.environ.get("LIFECYCLE_PROGRAMS", "0"))
_FEW = 5


@pytest.mark.slow
@settings(
    max_examples=_MANY or _FEW,
    derandomize=not _MANY,
    database=None,
    phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if _MANY else [])],
    suppress_health_check=[HealthCheck.too_slow],
)
@example([("end", 0), ("kill", 0), ("crash", 0), ("suspend", 1), ("restate", 1)])
@given(PROGRAMS)
async def test_everybody_ends_with_the_truth(shared_house: House, steps: list[Step]) -> None:
    """The promises are checked with every update; see ``promises`` and ``Subscriber``."""
    await Program(shared_house).run(steps)
