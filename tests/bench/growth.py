"""Growth: what a page and a list cost where there are many more sessions in the store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from itertools import islice
from typing import Any

from pymongo import MongoClient

from tests.bench.gateways import OURS, gateway
from tests.bench.rounds import Cell, Limits, run_rounds
from tests.bench.scenarios import FULL_PAGE, LIST
from tests.bench.stage import Stage, stage

_BATCH = 2_000
_EACH_CREATOR = 50
_SCENARIOS = (replace(FULL_PAGE, in_flight=32), LIST)
Document = dict[str, Any]


async def growth(
    small: Stage, sizes: Sequence[int], limits: Limits, say: Callable[[str], None]
) -> list[Cell]:
    """Set a stage like the ``small`` one for each size, fill its store with sessions of others, and
    measure a gateway over each, in turns. A cell's gateway is how many sessions there are.
    """
    key = "ENDPAGE_JWT_PUBLIC_KEY_FILE"
    async with AsyncExitStack() as stack:
        stages = [small]
        for size in sizes:
            say(f"growth: filling a store to {size:,} sessions")
            large = await stack.enter_async_context(stage(copies=small.copies))
            await asyncio.to_thread(_fill, large.mongodb_uri, size)
            stages.append(large)
        gateways = []
        for one in stages:
            sessions = await asyncio.to_thread(_count, one.mongodb_uri)
            kind = replace(OURS, name=f"{sessions:,} sessions in the store")
            # Whoever asks has one issuer.
            environment = {**one.environment, key: small.environment[key]}
            started = gateway(kind, environment, small.cores, small.folder)
            gateways.append(await stack.enter_async_context(started))
        return await run_rounds(gateways, small.asking, _SCENARIOS, limits, say)


def _count(mongodb_uri: str) -> int:
    with MongoClient[Document](mongodb_uri) as client:
        return client.get_database("company")["live_sessions"].count_documents({})


def _fill(mongodb_uri: str, size: int) -> None:
    """Add sessions of creators who are never asked for."""
    with MongoClient[Document](mongodb_uri) as client:
        collection = client.get_database("company")["live_sessions"]
        there = collection.count_documents({})
        originals = list(collection.find({}).limit(500))
        documents = _others(originals, there, size)
        while batch := list(islice(documents, _BATCH)):
            collection.insert_many(batch, ordered=False, bypass_document_validation=True)


def _others(originals: Sequence[Document], there: int, size: int) -> Iterator[Document]:
    """Sessions under ids that no copy has: a copy's number has two digits, theirs begin with 99."""
    for number in range(there, size):
        identifier, creator = f"7299{number:015d}", f"6899{number // _EACH_CREATOR:015d}"
        yield {**originals[number % len(originals)], "_id": identifier, "creator_id": creator}
