"""What was read before is shown, and said to be old, while a newer answer cannot be had."""

from __future__ import annotations

import pytest

from loaders.freshness import BY_PHASE, Freshness, Phase
from tests.faults.conftest import OpenStage
from tests.faults.kind import Kind
from tests.faults.kinds import HARMFUL
from tests.faults.page import PANELS, PANELS_OF, Page, assert_broken
from tests.faults.stage import SERVICES, Stage, Wires
from tests.faults.test_matrix import MOST_SECONDS, PARTIAL

_PANELS_OF_SERVICES = PANELS - PANELS_OF["mongodb"]
# These come with an answer that is good as a whole, and newer than what was kept.
_UNREADABLE = [kind for kind in HARMFUL if kind.name not in PARTIAL]


@pytest.fixture
def nothing_is_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page asks every upstream, and keeps what it says for an hour of trouble."""
    for phase in Phase:
        monkeypatch.setitem(BY_PHASE, phase, Freshness(fresh=0.0, stale=0.0, on_error=3_600.0))


@pytest.mark.usefixtures("nothing_is_fresh")
@pytest.mark.parametrize("kind", _UNREADABLE, ids=str)
async def test_a_page_that_was_read_before_is_shown_again(
    kind: Kind, stage: OpenStage, wires: Wires, healthy: Page
) -> None:
    """While all upstreams fail the page is whole, without an error, and says that it is old."""
    async with stage() as opened:
        before = await opened.page()
        await wires.misbehave(kind.misbehaviour, at=SERVICES)
        page = await opened.page()
        assert_broken(page, healthy, panels=frozenset(), codes=set())
        for panel in _PANELS_OF_SERVICES:
            assert page.panels[panel]["isStale"] is True, panel
            assert page.panels[panel]["asOf"] == before.panels[panel]["asOf"], panel
        assert page.seconds < MOST_SECONDS
        await _is_new_again(opened, wires)


async def _is_new_again(stage: Stage, wires: Wires) -> None:
    await wires.behave()
    page = await stage.whole_page()
    assert not any(page.panels[panel]["isStale"] for panel in PANELS)
