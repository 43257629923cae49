"""Page: the full end page, asked for as the APP asks, and what is broken on it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

from gateway.errors import CODES

QUERY = Path("web/operations/EndPageFull.graphql").read_text(encoding="utf-8")

PANELS_OF: Mapping[str, frozenset[str]] = {
    "shop_analytics": frozenset(
        {"metrics", "benchmarks", "analyticsLink", "roomImprovements", "accountImprovements"}
    ),
    "rewards": frozenset({"rewards"}),
    "journey": frozenset({"journey"}),
    "mongodb": frozenset({"recordings"}),
}
PANELS = frozenset[str]().union(*PANELS_OF.values())
_FACTS = frozenset({"id", "session"})
# True at the moment of reading alone.
_MOVING = frozenset({"asOf", "nextRefreshAt", "servedAt", "isStale"})


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: its HTTP status, its text, and the seconds that it took."""

    status: int
    text: str
    seconds: float

    @property
    def wire(self) -> dict[str, Any]:
        """The whole answer."""
        answer: dict[str, Any] = msgspec.json.decode(self.text)
        return answer

    @property
    def panels(self) -> dict[str, Any]:
        """``endPage``, by panel."""
        page: dict[str, Any] = self.wire["data"]["endPage"]
        return page

    @property
    def errors(self) -> dict[str, str]:
        """The code of each panel that is broken; every error is one of the table, at its panel."""
        found: dict[str, str] = {}
        for error in self.wire.get("errors", ()):
            assert error["path"][0] == "endPage", error
            assert len(error["path"]) == 2, error
            row = CODES[error["extensions"]["code"]]
            assert error["extensions"]["retryable"] is row.retryable, error
            assert error["extensions"]["requestId"], error
            found[error["path"][1]] = row.code
        return found

    @property
    def calls(self) -> list[dict[str, Any]]:
        """The calls that were made for it."""
        calls: list[dict[str, Any]] = self.wire["extensions"]["upstreams"]
        return calls

    def content(self, panel: str) -> Any:
        """A panel without what is true at the moment of reading alone."""
        return _still(self.panels[panel])


def assert_broken(
    page: Page,
    healthy: Page,
    *,
    panels: frozenset[str],
    codes: AbstractSet[str],
    partial: frozenset[str] = frozenset(),
) -> None:
    """These panels have failed with one of the codes, if there are any; all others are whole.

    Of the ``partial`` ones some is here.
    """
    assert page.status == 200, page.text
    broken = panels if codes else frozenset()
    assert set(page.errors) == broken, page.errors
    assert set(page.errors.values()) <= codes, page.errors
    for panel in broken:
        assert page.panels[panel] is None
    for panel in partial:
        assert page.panels[panel]["status"] == "PARTIAL"
    for panel in (PANELS | _FACTS) - broken - partial:
        assert page.content(panel) == healthy.content(panel), panel


async def ask(
    client: aiohttp.ClientSession, url: str, token: str, session_id: str, *, query: str = QUERY
) -> Page:
    """The page of a LIVE, however it comes."""
    started = time.monotonic()
    async with client.post(
        url,
        json={"query": query, "variables": {"sessionId": session_id}},
        headers={"authorization": f"Bearer {token}"},
    ) as response:
        text = await response.text()
    return Page(response.status, text, time.monotonic() - started)


def _still(value: Any) -> Any:
    match value:
        case dict():
            return {name: _still(inner) for name, inner in value.items() if name not in _MOVING}
        case list():
            return [_still(inner) for inner in value]
        case _:
            return value
