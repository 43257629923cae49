"""Services that are broken on purpose: each fails the check that it is broken for, and no other."""

from __future__ import annotations

import inspect
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from gateway.conformance.check import Outcome, Verdict
from gateway.conformance.conversation import MOST_KEYS
from gateway.conformance.run import checks_of, verdicts
from gateway.conformance.subject import Subject
from loaders.joining import Joining
from tests.conformance import lives
from tests.conformance.breakable import CREDENTIAL, WHOLE, Breakable, Breakage, served
from tests.conformance.breakages_of_answers import BREAKAGES_OF_ANSWERS
from tests.conformance.breakages_of_items import BREAKAGES_OF_ITEMS
from tests.conformance.breakages_of_keys import breakages_of_keys
from upstreams.company.world import Seed, World
from upstreams.launch import SERVICES

BREAKAGES = (*BREAKAGES_OF_ANSWERS, *breakages_of_keys(), *BREAKAGES_OF_ITEMS)
Served = dict[str, tuple[Breakable, str]]


@pytest.fixture(scope="module")
async def services() -> AsyncIterator[Served]:
    """The three services by name, each on a socket, with its address."""
    world = World(Seed(7, int(time.time()), 50))
    async with AsyncExitStack() as open_ones:
        found = {}
        for name in SERVICES:
            service = Breakable(name, world)
            found[name] = service, await open_ones.enter_async_context(served(service))
        yield found


def subject_of(services: Served, broken: Breakage) -> Subject:
    """The service that is broken so, as it is asked about."""
    service, url = services[broken.service]
    service.broken = broken
    return Subject(
        service=service.name,
        url=url,
        credential=CREDENTIAL,
        lives=lives.lives_of(service.world),
        within_ms=broken.within_ms,
    )


async def found_of(subject: Subject) -> list[Verdict]:
    return [verdict async for verdict in verdicts(subject)]


@pytest.mark.parametrize("broken", BREAKAGES, ids=lambda broken: broken.check)
async def test_a_broken_service_fails_one_check(services: Served, broken: Breakage) -> None:
    """It fails the check that is about it, and nothing is said against the rest of it."""
    found = await found_of(subject_of(services, broken))
    failed = [verdict.check for verdict in found if verdict.outcome is Outcome.FAILED]
    assert failed == [broken.check], [verdict for verdict in found if verdict.check in failed]


@pytest.mark.parametrize("name", SERVICES)
async def test_a_whole_service_passes(services: Served, name: str) -> None:
    """The same service with nothing broken passes every check, and each of them is made."""
    whole = Breakage(WHOLE.check, service=name)
    found = await found_of(subject_of(services, whole))
    assert [verdict for verdict in found if verdict.outcome is not Outcome.PASSED] == []


def test_each_check_has_a_broken_service() -> None:
    """No check is there that nothing was ever seen to fail."""
    lived = lives.lives_of(World(Seed(7, 1_795_360_000, 50)))
    subjects = [
        Subject(service=name, url="", credential="", lives=lived, within_ms=1) for name in SERVICES
    ]
    names = {check.name for subject in subjects for check in checks_of(subject)}
    assert {broken.check for broken in BREAKAGES} == names


def test_the_most_keys_are_the_gateways() -> None:
    """A call is looked at with as many keys as the gateway joins into one."""
    parameters = inspect.signature(Joining.__init__).parameters
    assert parameters["most_keys"].default == MOST_KEYS == lives.MOST_KEYS
