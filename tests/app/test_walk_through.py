"""Who adds a panel as CONTRIBUTING.md says has one: with five steps, and with nothing else."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path

import httpx
import pytest

from tests.app.gateway_process import UNHURRIED, gateway_over
from tests.app.product import DELAYS, Product
from tests.app.walk_through import TEXT, blocks, copy_rooms, run, take
from tests.needed import lacking
from upstreams.rewards.diamonds import diamonds

pytestmark = pytest.mark.slow

GIFTS = """query ($id: ID!) { endPage(sessionId: $id) {
  gifts { id status isStale giverCount diamonds }
} }"""
AGAIN = "query ($id: ID!) { node(id: $id) { ... on Gifts { diamonds } } }"
# The first answer waits until the gateway has started, on a machine that is busy with other things.
STARTED_SECONDS = 300
LOOKED_AT = (
    "tests/resolvers/test_gifts.py",
    "tests/contract/test_panels.py",
    "tests/contract/test_groups.py",
    "tests/contract/test_schema.py",
    "tests/contract/test_conformance.py::test_every_group_is_read[rewards-en-5]",
)


@pytest.fixture(scope="module")
async def rooms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the rooms in which every block has been taken."""
    if shutil.which("git") is None:
        lacking("git is not installed")
    root = tmp_path_factory.mktemp("rooms")
    await asyncio.to_thread(copy_rooms, root)
    await run("git init -q . && git add schema.graphql", root)
    for block in blocks():
        await take(block, root)
    return root


@asynccontextmanager
async def rewards_of(rooms: Path, product: Product) -> AsyncIterator[str]:
    """The rewards service of the copy, beside the company that runs; gives its URL."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "upstreams.service", "rewards"),
        cwd=rooms,
        env={**os.environ, "PYTHONPATH": str(rooms)},
        stdin=PIPE,
        stdout=PIPE,
    )
    told = {
        "seed": asdict(product.running.seed),
        "mongodb_uri": product.running.mongodb_uri,
        "credential": product.running.service_credential,
        "delays": asdict(DELAYS),
    }
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(told).encode() + b"\n")
    try:
        yield f"http://127.0.0.1:{json.loads(await process.stdout.readline())['port']}"
    finally:
        # It ends when nobody holds the other end.
        process.stdin.close()
        await process.wait()


def test_there_are_five_steps() -> None:
    """A sixth step would be a fault of the house."""
    section = TEXT.partition("\n## Add a panel\n")[2]
    steps = [line for line in section.splitlines() if line.startswith("### ")]
    assert [step[4] for step in steps] == ["1", "2", "3", "4", "5"]
    assert len(blocks()) == 14


async def test_the_new_panel_keeps_the_rules(rooms: Path) -> None:
    """Its own test, the contract's and the linter's rules hold in the copy."""
    assert "+type Gifts implements Panel & Node {" in await run("git diff schema.graphql", rooms)
    await run("ruff check --quiet . && ruff format --check --quiet .", rooms)
    await run(f"python -m pytest -q -p no:cacheprovider {' '.join(LOOKED_AT)}", rooms)


async def test_the_new_panel_answers(rooms: Path, product: Product, tmp_path: Path) -> None:
    """The copy's gateway answers it with what the service says, by one call for one group."""
    session = product.world.session_by_id(product.session("ended"))
    assert session is not None
    ended = product.running.seed.anchor
    given = diamonds(session, ended)
    assert given > 0
    async with rewards_of(rooms, product) as url:
        changes = {"ENDPAGE_REWARDS_URL": url, **UNHURRIED}
        async with gateway_over(product.running, tmp_path, None, rooms, **changes) as gateway:
            headers = product.headers("ended")
            body = {"query": GIFTS, "variables": {"id": session.id}}
            said = await product.client.post(
                gateway.url, json=body, headers=headers, timeout=STARTED_SECONDS
            )
            answer = said.json()
            assert "errors" not in answer, answer
            gifts = answer["data"]["endPage"]["gifts"]
            assert {**gifts, "id": ""} == {
                "id": "",
                "status": "READY",
                "isStale": False,
                "giverCount": session.counters(ended).gifters,
                "diamonds": given,
            }
            calls = await _calls(product.client, url)
            assert [key["groups"] for call in calls for key in call["sessions"]] == [["gifts"]]
            assert [call["creators"] for call in calls] == [[]]
            body = {"query": AGAIN, "variables": {"id": gifts["id"]}}
            again = await product.client.post(gateway.url, json=body, headers=headers)
            assert again.json()["data"] == {"node": {"diamonds": given}}
    counts = await product.services.counts()
    assert counts == {"shop_analytics": 0, "rewards": 0, "journey": 0}


async def _calls(client: httpx.AsyncClient, url: str) -> list[dict[str, list[dict[str, object]]]]:
    calls: list[dict[str, list[dict[str, object]]]]
    calls = (await client.get(f"{url}/__calls__")).json()["calls"]
    return calls
