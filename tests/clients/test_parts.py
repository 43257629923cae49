"""Other people's clients and a page in parts: the headline first, and in the end the whole page."""

from __future__ import annotations

import asyncio
import json
import shutil
from asyncio.subprocess import PIPE
from typing import Any

import pytest

from tests.app.panels import without_clocks
from tests.app.product import Product
from tests.app.services import REWARDS
from tests.clients.kind import FOLDER
from tests.gateway.merging import CurrentClient
from tests.house.source_file import ROOT
from tests.needed import lacking

KIND = "ended"
PAGE = """query ($sessionId: ID!) { endPage(sessionId: $sessionId) {
  id metrics { id status }
  ... on EndPage @defer(label: "earned") { id rewards { id status diamondsReceived } }
  ... on EndPage @defer(label: "way") { journey { id status level { level league } } } } }"""
# Those that show the answer as an APP has it, and those that hand each payload on.
SHOWING = ("apollo-parts-current", "apollo-parts-older", "urql-parts")
HANDING_ON = ("meros-parts", "graphql-sse-parts", "graphql-ws-parts")
# Apollo adds it to every selection for its cache.
_TYPENAME = "__typename"


@pytest.fixture(autouse=True)
def _needs_node() -> None:
    if shutil.which("node") is None:
        lacking("node is missing: install Node.js 20.19 or newer")
    if not (FOLDER / "node_modules" / ".stamp").exists():
        lacking("the clients are not installed: make clients")


async def shown_by(client: str, product: Product) -> list[dict[str, Any]]:
    """What the client shows, state by state, until it says that it is over."""
    request = {"query": PAGE, "variables": {"sessionId": product.session(KIND)}}
    arguments = (product.gateway.url, product.token(KIND), json.dumps(request))
    script = str(FOLDER / "drivers" / f"{client}.mjs")
    process = await asyncio.create_subprocess_exec(
        "node", script, *arguments, cwd=ROOT, stdout=PIPE, stderr=PIPE
    )
    try:
        async with asyncio.timeout(60):
            told, complained = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    *states, last = [json.loads(line) for line in told.splitlines()] or [None]
    assert last == {"isOver": True}, complained.decode()
    return states


def plain(value: Any) -> Any:
    """Without what the client has added for itself."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items() if name != _TYPENAME}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("client", SHOWING)
async def test_a_client_shows_the_headline_and_then_the_page(client: str, product: Product) -> None:
    """At first without the panels that are deferred; at last what it would have in one piece."""
    whole = await product.data(PAGE, of=KIND, sessionId=product.session(KIND))
    states = await shown_by(client, product)
    assert len(states) > 1
    first, last = plain(states[0]["data"]["endPage"]), plain(states[-1]["data"])
    assert first == {name: whole["endPage"][name] for name in ("id", "metrics")}
    assert without_clocks(last) == without_clocks(whole)
    assert all(not state.get("errors") for state in states)


@pytest.mark.parametrize("client", SHOWING)
async def test_a_client_shows_an_error_of_a_part(client: str, product: Product) -> None:
    """The panel is null, with its code at its path, and the rest of the page is there."""
    await product.services.break_by(REWARDS, status=400)
    try:
        states = await shown_by(client, product)
    finally:
        await product.services.mend()
    last = states[-1]
    page = last["data"]["endPage"]
    assert (page["rewards"], page["journey"]["status"]) == (None, "READY")
    (error,) = last["errors"]
    assert error == {"path": ["endPage", "rewards"], "code": "SOURCE_BAD_ANSWER"}


@pytest.mark.parametrize("client", HANDING_ON)
async def test_a_client_hands_on_what_comes(client: str, product: Product) -> None:
    """Every payload of the current format, in its order."""
    whole = await product.data(PAGE, of=KIND, sessionId=product.session(KIND))
    merged = CurrentClient()
    for state in await shown_by(client, product):
        merged.take(state["data"])
        if merged.data is not None and merged.pending:
            assert merged.data["endPage"]["metrics"]["status"] == "READY"
    assert not merged.has_next
    assert without_clocks(merged.data) == without_clocks(whole)
