"""Many creators open their page at once: what that costs upstreams, and who waits for whom."""

from __future__ import annotations

import asyncio

from tests.faults.conftest import OpenStage, OpenStageApart
from tests.faults.kinds import KINDS
from tests.faults.lives import ended_lives
from tests.faults.page import Page
from tests.faults.stage import SERVICES, Stage, Wires
from tests.faults.test_matrix import MOST_SECONDS
from upstreams.controls import calls_of, clear_calls, set_fault

# Small, because this is about sources: the work of a whole page is the bench's to measure.
_QUERY = """query ($sessionId: ID!) { endPage(sessionId: $sessionId) {
  analyticsLink { status } accountImprovements { status }
  rewards { status } journey { status } recordings { status } } }"""
# Nobody is turned away at the door, and in the crowd nobody is in a hurry.
_OPEN_DOOR = {"ENDPAGE_OPERATIONS": "1000", "ENDPAGE_MONGODB_MS": "1200"}
_PATIENCE = {
    "ENDPAGE_OPERATION_MS": "20000",
    "ENDPAGE_MONGODB_MS": "5000",
    **{f"ENDPAGE_{service.upper()}_MS": "5000" for service in SERVICES},
}
_HERD = 100
_CROWD = 300
_FAR_MS = 20


async def _herd(stage: Stage, *, begin: int, many: int) -> list[Page]:
    lives = ended_lives(stage.running, most=begin + many)[begin:]
    return await asyncio.gather(
        *(stage.page_of(live.creator, live.id, query=_QUERY) for live in lives)
    )


async def test_a_black_hole_holds_up_nobody(stage_apart: OpenStageApart, wires: Wires) -> None:
    """A herd of a hundred into a black hole is answered in time; the next asks it no more."""
    async with stage_apart(**_OPEN_DOOR) as (opened, _):
        await _herd(opened, begin=2 * _HERD, many=1)
        await wires.misbehave(KINDS["blackhole"].misbehaviour, at=["shop_analytics"])
        await wires.misbehave(KINDS["never-answers"].misbehaviour, at=["rewards"])
        first = await _herd(opened, begin=0, many=_HERD)
        asked = wires.services["rewards"].requests
        second = await _herd(opened, begin=_HERD, many=_HERD)
    for page in (*first, *second):
        assert page.status == 200
        assert set(page.errors) == {"analyticsLink", "accountImprovements", "rewards"}
        assert page.seconds < MOST_SECONDS
    assert set(second[0].errors.values()) == {"SOURCE_UNAVAILABLE"}
    assert wires.services["rewards"].requests - asked <= 1
    assert asked <= 16


async def test_a_crowd_shares_its_calls(stage_apart: OpenStageApart) -> None:
    """Three hundred creators at once cost each upstream a fifth of that in calls, at most."""
    async with stage_apart(**{**_OPEN_DOOR, **_PATIENCE}) as (opened, _):
        urls = [opened.running.upstreams[service] for service in SERVICES]
        await asyncio.gather(
            *(asyncio.to_thread(set_fault, url, {"latency_ms": _FAR_MS}) for url in urls)
        )
        try:
            for url in urls:
                await asyncio.to_thread(clear_calls, url)
            pages = await _herd(opened, begin=0, many=_CROWD)
            counted = [(await asyncio.to_thread(calls_of, url))["count"] for url in urls]
        finally:
            await asyncio.gather(*(asyncio.to_thread(set_fault, url, {}) for url in urls))
    assert [page.errors for page in pages] == [{}] * _CROWD
    assert max(counted) <= _CROWD / 5
    finds = {id_ for page in pages for id_ in _finds(page)}
    assert len(finds) <= 2 * _CROWD / 5


async def test_a_settled_page_that_is_opened_again_costs_nothing(stage: OpenStage) -> None:
    """A page of a LIVE whose numbers are final, opened again, asks no upstream and no database."""
    async with stage() as opened:
        first = await opened.page()
        again = await opened.page()
    assert first.calls != []
    assert again.calls == []
    assert again.errors == {}


def _finds(page: Page) -> list[tuple[str, int, float]]:
    """The finds that a page took part in; those of one moment and length are the same."""
    calls = [call for call in page.calls if call["upstream"] == "mongodb"]
    return [(call["upstream"], call["keys"], call["ms"]) for call in calls]
