"""Nobody gets at what is another's, by any way in, nor can they tell it from what there is not."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.abuse.owner_stage import OwnerStage, owner_stage
from tests.abuse.ownership_asked import told
from tests.abuse.ownership_probes import PROBES, Probe
from tests.abuse.ownership_race import race
from tests.app.product import OPERATIONS
from tests.app.services import JOURNEY, REWARDS, SHOP

OWN = ("page", "live", "node Recording", "node Share", "entity LIVE", "page in parts")


@pytest.fixture(scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[OwnerStage]:
    """Two creators, of whom one has just looked at what is theirs, and one gateway for all."""
    async with owner_stage(tmp_path_factory.mktemp("ownership")) as set_up:
        seen = await set_up.victim.ask(OPERATIONS["EndPageFull"], sessionId=set_up.theirs.session)
        assert seen["data"]["endPage"] is not None
        await set_up.product.services.forget()
        yield set_up


@pytest.fixture(params=PROBES, ids=lambda probe: probe.name)
def probe(request: pytest.FixtureRequest) -> Probe:
    """One way after the other."""
    found: Probe = request.param
    return found


def test_there_are_as_many_ways_as_promised() -> None:
    """Each has a name of its own."""
    assert len({probe.name for probe in PROBES}) == len(PROBES) >= 39


async def test_what_is_anothers_is_as_if_it_were_not(stage: OwnerStage, probe: Probe) -> None:
    """Its own creator has just looked at it, and who asks is answered byte for byte as for what
    there never was.
    """
    theirs = await told(stage, probe, stage.theirs)
    unknown = await told(stage, probe, stage.unknown)
    assert theirs == unknown
    assert theirs.codes == (set() if probe.code is None else {probe.code})
    assert stage.victim.id not in theirs.body
    if probe.code is None:
        assert '"code":"NOT_FOUND"' in theirs.body


async def test_all_that_was_tried_has_asked_nobody_and_changed_nothing(stage: OwnerStage) -> None:
    """No service behind was asked. The other's share is open as it was, and who tried has made none
    but their own.
    """
    assert await stage.product.services.counts() == {SHOP: 0, REWARDS: 0, JOURNEY: 0}
    [share] = await stage.victim.shares()
    assert (share["state"], share["id"]) == ("ACTIVE", stage.theirs.opaque("Share"))
    [own] = await stage.mine.shares()
    assert own["id"] == stage.own.opaque("Share")


async def test_the_same_key_is_anothers_own(stage: OwnerStage) -> None:
    """Both have shared with one and the same idempotency key: each has a share of their own."""
    assert stage.own.share != stage.theirs.share


async def test_a_probe_would_see_what_is_ones_own(stage: OwnerStage) -> None:
    """The same questions about one's own things are answered: nothing is refused by accident."""
    for probe in PROBES:
        if probe.name in OWN:
            found = await told(stage, probe, stage.own)
            assert (found.status, found.codes) == (200, set())
            assert ":null" not in found.body


async def test_six_hundred_at_once_are_each_told_their_own(stage: OwnerStage) -> None:
    """Queries, lists, nodes and subscriptions of all creators at once, joined and kept: each answer
    has its creator's own numbers, and nothing of anybody else's.
    """
    outcome = await race(stage.product, requests=600)
    assert outcome.answers == 600
    assert outcome.wrong == []
    assert outcome.creators >= 15
    assert outcome.kinds == {"page", "list", "node", "watch"}
    assert outcome.calls < outcome.answers
