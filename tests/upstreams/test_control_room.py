"""The control room: who may press its buttons, and what they do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from upstreams.control_room import control_room
from upstreams.database_line import database_line
from upstreams.faults_cli import faults
from upstreams.launch import Running
from upstreams.simulator.live_service import LiveService
from upstreams.simulator.transitions import state_of

OURS = "http://127.0.0.1:8000"
THEIRS = "https://elsewhere.example"


@dataclass(frozen=True)
class Room:
    """The control room as a page of ours asks it."""

    client: httpx.AsyncClient
    key: str

    async def press(self, method: str, path: str, **changes: Any) -> httpx.Response:
        headers = {"Origin": OURS, "Authorization": f"Bearer {self.key}"}
        headers |= changes.pop("headers", {})
        return await self.client.request(method, path, headers=headers, **changes)


@asynccontextmanager
async def opened(running: Running) -> AsyncIterator[Room]:
    cast = {"tokens": {"1": "token"}, "sessions": running.sessions}
    async with (
        control_room(running, origin=OURS, cast=cast) as room,
        httpx.AsyncClient(base_url=room.url) as client,
    ):
        yield Room(client, room.key)


async def test_a_page_of_ours_with_the_key_is_told_who_there_is(running: Running) -> None:
    """The page learns the LIVEs, the tokens and the faults, and nobody keeps the answer."""
    async with opened(running) as room:
        answer = await room.press("GET", "/")
        assert answer.status_code == 200
        assert answer.json()["tokens"] == {"1": "token"}
        assert answer.json()["sessions"] == running.sessions
        assert set(answer.json()["faults"].values()) == {"well"}
        assert answer.headers["access-control-allow-origin"] == OURS
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": THEIRS}, 403),
        ({"Origin": "null"}, 403),
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer another"}, 401),
    ],
)
async def test_nobody_else_presses_a_button(
    running: Running, live: LiveService, creator: str, headers: dict[str, str], status: int
) -> None:
    """Another page, or one without the key, is refused, and nothing has happened."""
    identifier = live.start(creator)
    async with opened(running) as room:
        answer = await room.press("POST", f"/lives/{identifier}/end", json={}, headers=headers)
        assert answer.status_code == status
        assert "token" not in answer.text
    assert state_of(live.found(identifier)) == "LIVE"


async def test_a_browser_is_told_that_other_pages_may_not(running: Running) -> None:
    """What a browser asks before it sends a key is answered for our origin alone."""
    async with opened(running) as room:
        asked = {"Access-Control-Request-Method": "POST", "Authorization": ""}
        ours = await room.press("OPTIONS", "/lives", headers=asked)
        assert ours.status_code == 204
        assert ours.headers["access-control-allow-origin"] == OURS
        theirs = await room.press("OPTIONS", "/lives", headers={**asked, "Origin": THEIRS})
        assert theirs.status_code == 403
        assert theirs.headers["access-control-allow-origin"] == OURS


async def test_a_live_is_begun_and_moved(running: Running, live: LiveService, creator: str) -> None:
    """A LIVE begins, pauses, goes on and ends; what it cannot do is refused in words."""
    async with opened(running) as room:
        started = await room.press("POST", "/lives", json={"creator": creator})
        identifier = started.json()["session"]
        for command in ("pause", "resume", "end"):
            answer = await room.press("POST", f"/lives/{identifier}/{command}", json={})
            assert answer.json() == {"session": identifier}
        assert state_of(live.found(identifier)) == "ENDED"
        again = await room.press("POST", f"/lives/{identifier}/end", json={})
        assert again.status_code == 409
        assert "ENDED" in again.json()["error"]
        following = await room.press("POST", f"/lives/{identifier}/continue", json={})
        assert state_of(live.found(following.json()["session"])) == "LIVE"


async def test_a_service_is_broken_and_mended(running: Running) -> None:
    """A service does what the word says, and is well again."""
    async with opened(running) as room, httpx.AsyncClient() as outside:
        url = f"{running.upstreams['rewards']}/livez"
        try:
            broken = await room.press("PUT", "/faults/rewards", json={"fault": "broken"})
            assert broken.json()["faults"]["rewards"] == "broken"
            fault = await outside.get(f"{running.upstreams['rewards']}/__faults__")
            assert fault.json()["mode"] == "reset"
        finally:
            mended = await room.press("PUT", "/faults/rewards", json={"fault": "well"})
        assert mended.json()["faults"]["rewards"] == "well"
        assert (await outside.get(url)).status_code == 200


async def test_the_database_is_broken_by_the_same_buttons(running: Running, tmp_path: Path) -> None:
    """The command presses them, too: the gateway's line to it breaks, and is mended."""
    file = tmp_path / "ready.json"
    async with (
        database_line(running.gateway_mongodb_uri) as line,
        control_room(running, origin=OURS, cast={}, line=line) as room,
    ):
        file.write_text(json.dumps({"controls": {"url": room.url, "key": room.key}}))
        for word in ("broken", "well"):
            told = ["press", "mongodb", word, "--ready-file", str(file)]
            pressed = await asyncio.to_thread(CliRunner().invoke, faults, told)
            assert json.loads(pressed.stdout)["faults"]["mongodb"] == word
            assert line.word == word
        unknown = ["press", "mongodb", "on fire", "--ready-file", str(file)]
        refused = await asyncio.to_thread(CliRunner().invoke, faults, unknown)
        assert (refused.exit_code, line.word) == (1, "well")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/faults/rewards", {"fault": "on fire"}),
        ("PUT", "/faults/mongodb", {"fault": "well"}),
        ("PUT", "/faults/rewards", [1]),
        ("POST", "/lives/1/explode", {}),
    ],
)
async def test_a_button_that_there_is_not_is_refused(
    running: Running, method: str, path: str, body: object
) -> None:
    """A word, a service or a command that there is not is told as such."""
    async with opened(running) as room:
        assert (await room.press(method, path, json=body)).status_code == 400
