"""Processes that are killed while shares are made: none is lost, and none is there twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from tests.app.gateway_process import UNHURRIED, GatewayProcess, gateway_over
from tests.app.product import Product, product_over
from tests.app.recorded import Recorded, all_recorded
from tests.app.wishes import Wishes
from upstreams.launch import Company, Running

pytestmark = pytest.mark.slow
MAKERS = 30
SOME = 10
# Who waits for a database that was killed waits so long, one wish of a creator after the other.
WAITS = {**UNHURRIED, "ENDPAGE_MONGODB_MS": "2000"}


async def test_a_gateway_is_killed(
    product: Product, archive: Iterator[Recorded], keeping: GatewayProcess, tmp_path: Path
) -> None:
    """One that has never heard of them grants the same wishes, each as it was granted."""
    taken = list(islice(archive, 3))
    async with gateway_over(product.running, tmp_path, **UNHURRIED) as mortal:
        asking = [replace(one, creator=one.creator.at(mortal)) for one in taken]
        wishes = Wishes(asking, makers=MAKERS, some=SOME)
        async with asyncio.TaskGroup() as group:
            group.create_task(wishes.make())
            await wishes.some_are_granted()
            mortal.process.kill()
    again = await wishes.granted_again([one.creator.at(keeping) for one in taken])
    wishes.check(again, product.running)


async def test_the_database_is_killed(running: Running, tmp_path: Path) -> None:
    """The gateway says that it cannot be now; when the database is back it grants the same wishes,
    each as it was granted.
    """
    # The files are there already, and making them again takes longest.
    media = Path(running.media_directory)
    company = Company(seed=7, creators=30, simulate=False, media_directory=media, is_mortal=True)
    async with (
        company as mortal,
        gateway_over(mortal, tmp_path, **WAITS) as gateway,
        product_over(mortal, gateway) as product,
    ):
        taken = list(islice(all_recorded(product), 15))
        wishes = Wishes(taken, makers=MAKERS, some=SOME)
        async with asyncio.TaskGroup() as group:
            group.create_task(wishes.make())
            await wishes.some_are_granted()
            await company.crash_mongodb()
        await company.restart_mongodb()
        again = await wishes.granted_again([one.creator for one in taken])
        wishes.check(again, mortal)
