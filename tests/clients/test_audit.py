"""The audit suite of graphql-http: what the specification of GraphQL over HTTP says and advises."""

from __future__ import annotations

import asyncio
import json
import shutil
from asyncio.subprocess import PIPE
from typing import Any

from tests.app.product import Product
from tests.clients.conftest import CREATOR
from tests.clients.kind import FOLDER
from tests.house.source_file import ROOT
from tests.needed import lacking

CHECKS = 61


async def test_every_check_of_the_suite_is_ok(product: Product) -> None:
    """None fails, and none is a warning or a notice either."""
    if shutil.which("node") is None:
        lacking("node is missing: install Node.js 20.19 or newer")
    if not (FOLDER / "node_modules" / ".stamp").exists():
        lacking("the clients are not installed: make clients")
    told = await audited(product.gateway.url, product.token(CREATOR))
    assert [one for one in told if one["event"] != "ok"] == []
    assert len({one["id"] for one in told}) == len(told) == CHECKS


async def audited(url: str, token: str) -> list[dict[str, Any]]:
    """What each check has found: ``event`` is ok, notice, warn or error, with the reason."""
    process = await asyncio.create_subprocess_exec(
        *("node", str(FOLDER / "drivers" / "audit.mjs"), url, token), cwd=ROOT, stdout=PIPE
    )
    try:
        async with asyncio.timeout(120):
            said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0
    return [json.loads(line) for line in said.splitlines()]
