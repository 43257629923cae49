"""Growth: what a page and a list cost while there are more and more sessions in the store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from pymongo import MongoClient

from tests.bench.gateways import OURS, gateway
from tests.bench.rounds import Cell, Limits, run_rounds
from tests.bench.scenarios import FULL_PAGE, LIST
from tests.bench.stage import Stage

_BATCH = 2_000
_EACH_CREATOR = 50
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Grown:
    """What our gateway costs with so many sessions in the store."""

    sessions: int
    cells: Sequence[Cell]


async def growth(
    stage: Stage, sizes: Sequence[int], limits: Limits, say: Callable[[str], None]
) -> list[Grown]:
    """Measure, add sessions of others, and measure again with a gateway that has just started."""
    found = []
    for size in (0, *sizes):
        say(f"growth: filling the store to {size:,} sessions" if size else "growth: as it is")
        there = await asyncio.to_thread(_fill, stage.mongodb_uri, size)
        async with gateway(OURS, stage.environment, stage.cores, stage.folder) as running:
            scenarios = [replace(FULL_PAGE, in_flight=32), LIST]
            cells = await run_rounds([running], stage.asking, scenarios, limits, say)
        found.append(Grown(there, cells))
    return found


def _fill(mongodb_uri: str, size: int) -> int:
    """Add sessions of creators who are never asked for; tells how many there are then."""
    with MongoClient[Document](mongodb_uri) as client:
        collection = client.get_database("company")["live_sessions"]
        there = collection.count_documents({})
        originals = list(collection.find({}).limit(500))
        documents = _others(originals, there, size)
        while batch := list(islice(documents, _BATCH)):
            collection.insert_many(batch, ordered=False, bypass_document_validation=True)
        return collection.count_documents({})


def _others(originals: Sequence[Document], there: int, size: int) -> Iterator[Document]:
    """Sessions under ids that no copy has: a copy's number has two digits, theirs begin with 99."""
    for number in range(there, size):
        identifier, creator = f"7299{number:015d}", f"6899{number // _EACH_CREATOR:015d}"
        yield {**originals[number % len(originals)], "_id": identifier, "creator_id": creator}
