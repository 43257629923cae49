"""What the tests of faults share: one company, and the proxies in front of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from tests.faults.apart import Memory, apart
from tests.faults.lives import all_seeded
from tests.faults.page import Page
from tests.faults.stage import Stage, Wires, staged, wired
from upstreams.launch import Company, Running

OpenStage = Callable[..., AbstractAsyncContextManager[Stage]]
OpenStageApart = Callable[..., AbstractAsyncContextManager[tuple[Stage, Memory]]]


@pytest.fixture(scope="session")
async def company() -> AsyncIterator[Running]:
    """A company of its own, in which nothing happens by itself."""
    async with Company(seed=11, creators=420, simulate=False, is_mortal=True) as running:
        await all_seeded(running)
        yield running


@pytest.fixture
async def wires(company: Running) -> AsyncIterator[Wires]:
    """Proxies in front of it, all well."""
    async with wired(company) as opened:
        yield opened


@pytest.fixture
def stage(company: Running, wires: Wires, tmp_path: Path) -> OpenStage:
    """Open a gateway that has read nothing yet; keyword arguments change its settings."""
    return partial(staged, wires, company, tmp_path)


@pytest.fixture
def stage_apart(company: Running, wires: Wires, tmp_path: Path) -> OpenStageApart:
    """Open such a gateway in a process of its own; keyword arguments change its environment."""
    return partial(apart, wires, company, tmp_path)


@pytest.fixture(scope="session")
async def healthy(company: Running, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """The page while all is well."""
    async with (
        wired(company) as wires,
        staged(wires, company, tmp_path_factory.mktemp("healthy")) as stage,
    ):
        page = await stage.page()
    assert page.status == 200, page.text
    assert page.errors == {}
    return page
