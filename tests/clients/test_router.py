"""A router of somebody else's, with a second subgraph: composed by either tool, and answered."""

from __future__ import annotations

import asyncio
import shutil
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from tests.app.gateway_process import UNHURRIED, GatewayProcess, gateway_over
from tests.app.product import Product
from tests.clients.app import PATIENCE_SECONDS
from tests.clients.kind import FOLDER
from tests.house.source_file import ROOT
from tests.needed import lacking
from upstreams.launch import Running

CREDENTIAL = "the-credential-of-the-router"
COMPOSERS = ("apollo", "theguild")
# From the second subgraph to this one, by the keys of many LIVEs.
NOTED = """query ($sessionIds: [ID!]!) { noted(sessionIds: $sessionIds) {
  note endPage { id metrics { status } } } }"""
# From this one to the second, by what this one tells of its key.
VIEWER = "{ viewer { id nickname lastEndedLive { sessionId note } } }"


@pytest.fixture(scope="module")
async def routed(
    company: Running, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[GatewayProcess]:
    """A gateway that has a router."""
    folder = tmp_path_factory.mktemp("routed")
    credential = folder / "router_credential"
    credential.write_text(CREDENTIAL, encoding="ascii")
    changes = {"ENDPAGE_FEDERATION_CREDENTIAL_FILE": str(credential), **UNHURRIED}
    async with gateway_over(company, folder, **changes) as process:
        yield process


async def through_router(
    routed: GatewayProcess, composer: str, token: str, *operations: dict[str, Any]
) -> list[dict[str, Any]]:
    """What the router answers to each operation."""
    if shutil.which("node") is None:
        lacking("node is missing: install Node.js 20.19 or newer")
    if not (FOLDER / "node_modules" / ".stamp").exists():
        lacking("the clients are not installed: make clients")
    told = {
        "composer": composer,
        "url": f"http://{routed.origin}/federation/graphql",
        "headers": {"x-endpage-router": CREDENTIAL},
        "token": token,
        "operations": operations,
    }
    driver = ("node", str(FOLDER / "drivers" / "router.mjs"))
    process = await asyncio.create_subprocess_exec(
        *driver, cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        async with asyncio.timeout(4 * PATIENCE_SECONDS):
            out, errors = await process.communicate(msgspec.json.encode(told))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, errors.decode()
    answers: list[dict[str, Any]] = msgspec.json.decode(out)
    return answers


@pytest.mark.parametrize("composer", COMPOSERS)
async def test_two_subgraphs_are_one_graph(
    routed: GatewayProcess, product: Product, composer: str
) -> None:
    """Each extends the other's entities; many LIVEs are asked for in one request, for their own
    creator alone.
    """
    own, theirs, unknown = product.session("ended"), product.session("jpy"), "7" * 19
    ids = [own, theirs, unknown]
    before = len(routed.logged())
    noted, viewer = await through_router(
        routed,
        composer,
        product.token("ended"),
        {"query": NOTED, "variables": {"sessionIds": ids}},
        {"query": VIEWER},
    )
    assert [live["note"] for live in noted["data"]["noted"]] == [f"a note on {id_}" for id_ in ids]
    page, *others = (live["endPage"] for live in noted["data"]["noted"])
    assert page["metrics"]["status"] in {"PARTIAL", "READY"}
    assert others == [None, None]
    assert [error["extensions"]["code"] for error in noted["errors"]] == ["NOT_FOUND"] * 2
    creator = product.creator("ended")
    assert "errors" not in viewer
    assert viewer["data"]["viewer"]["nickname"] == f"nickname of {creator}"
    last = viewer["data"]["viewer"]["lastEndedLive"]
    assert last["note"] == f"a note on {last['sessionId']}"
    # The schema, the three LIVEs, and the viewer.
    operations = [line for line in routed.logged()[before:] if "] operation " in line]
    assert len(operations) == 3
