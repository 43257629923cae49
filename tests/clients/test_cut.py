"""A connection that is cut in the middle of an end: the end is told all the same, and once."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.clients.app import App, news
from tests.clients.cutter import Cutter
from tests.clients.kind import COMPLETION, Kind
from tests.clients.watched import Watched
from tests.faults.exchange import Address
from tests.faults.port import behaving

END = re.compile(rb'"ENDED"')


@pytest.fixture
async def cutter(live: Watched) -> AsyncIterator[Cutter]:
    """What goes between the client and the gateway."""
    async with behaving(Cutter(Address.of(f"http://{live.product.gateway.origin}"))) as cutter:
        yield cutter


def url_of(cutter: Cutter) -> str:
    return f"{cutter.address.url}/graphql"


def ends(updates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [update for update in updates if update["session"]["state"] == "ENDED"]


async def test_an_end_that_was_cut_is_told_again(
    kind: Kind, app: App, live: Watched, cutter: Cutter
) -> None:
    """Half of the update with the end goes through: the client connects again and is told it."""
    await live.by(app, url=url_of(cutter))
    cutter.hold_at(END)
    live.end()
    await cutter.held()
    assert ends(app.updates) == []
    cutter.cut()
    await app.over()
    assert len(ends(news(app.updates))) == 1
    assert app.count("connected") == 2
    assert app.count("watching") == (1 if kind.comes_back else 2)


async def test_an_end_that_was_told_twice_is_shown_once(
    kind: Kind, app: App, live: Watched, cutter: Cutter
) -> None:
    """The end goes through and half of the completion: what is told again is word for word so, and
    nothing is to who says what was heard last.
    """
    await live.by(app, url=url_of(cutter))
    cutter.hold_at(COMPLETION[kind.transport])
    live.end()
    await cutter.held()
    await app.last()
    cutter.cut()
    # A client that does not come back has told all the same; its APP has no reason to ask again.
    await app.over(by=("complete",) if kind.comes_back else ("complete", "error"))
    assert len(ends(news(app.updates))) == 1
    first, *again = ends(app.updates)
    assert all(update["session"] == first["session"] for update in again)
    assert app.count("watching") == 1
    if kind.comes_back:
        assert bool(again) != kind.says_last
        assert app.count("connected") == 2


async def test_an_end_while_nobody_is_connected_is_told(
    kind: Kind, app: App, live: Watched, cutter: Cutter
) -> None:
    """The port is closed while the LIVE ends: the client tries until it is open, and is told."""
    await live.by(app, url=url_of(cutter))
    cutter.refuse()
    live.end()
    await cutter.behave()
    await app.over()
    assert len(ends(news(app.updates))) == 1
    assert app.count("connected") == 2
    if kind.comes_back:
        assert app.count("watching") == 1
