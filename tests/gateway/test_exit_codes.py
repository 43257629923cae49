"""How `endpage serve` ends: a process of its own for each code."""

from __future__ import annotations

import asyncio
import signal
import socket
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from uvicorn.config import STARTUP_FAILURE

from gateway.development import mint_token
from gateway.exit_codes import MEANINGS, ExitCode, table_of_exit_codes
from gateway.settings import Settings
from gateway.supervisor import Supervisor
from tests.gateway.serve_process import ended, serve
from tests.gateway.serving import CREATOR, environment
from tests.gateway.talking import talking
from tests.house.source_file import ROOT


def test_every_code_is_told() -> None:
    """Each has a meaning, in the documentation, too."""
    assert list(MEANINGS) == list(ExitCode)
    assert table_of_exit_codes() in (ROOT / "docs" / "health.md").read_text("utf-8")


async def test_settings_that_cannot_be_used(tmp_path: Path) -> None:
    """All that is wrong with them is told, and nothing is begun."""
    async with serve(tmp_path, ENDPAGE_PORT="many", ENDPAGE_QUEUE="-1") as (process, _):
        assert await ended(process) == ExitCode.NOT_USABLE
    said = (tmp_path / "log").read_text("utf-8")
    assert "ENDPAGE_PORT must be" in said
    assert "ENDPAGE_QUEUE must be" in said


async def test_it_is_unready_before_it_closes_anything(tmp_path: Path) -> None:
    """Whoever still sends it requests is answered, also on a new stream, as long as is set; a
    second signal cuts that short, which the exit code says.
    """
    async with serve(tmp_path, ENDPAGE_UNREADY_SECONDS="600") as (process, origin):
        token = mint_token(CREATOR, secret=(tmp_path / "jwt_secret").read_bytes())
        headers = {"authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(base_url=origin, headers=headers, timeout=180) as client:
            assert (await client.get("/livez")).status_code == 200
            process.send_signal(signal.SIGTERM)
            while (ready := await client.get("/readyz")).json()["status"] != "draining":
                pass
            assert ready.status_code == 503
            assert (await client.get("/livez")).status_code == 200
            asked = {"query": "{ __typename }"}
            answer = await client.post("/graphql", json=asked)
            assert answer.json()["data"] == {"__typename": "Query"}
            async with talking(f"ws{origin.removeprefix('http')}/graphql", token):
                process.send_signal(signal.SIGINT)
                assert await ended(process) == ExitCode.CUT


async def test_what_runs_too_long_is_cut(tmp_path: Path) -> None:
    """A request that does not end within its time ends with the process, which says so."""
    changes = {"ENDPAGE_STOP_SECONDS": "1", "ENDPAGE_BODY_SECONDS": "600"}
    async with serve(tmp_path, **changes) as (process, origin):
        token = mint_token(CREATOR, secret=(tmp_path / "jwt_secret").read_bytes())
        host, _, port = origin.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        # The second of the two is being read when the first is answered.
        writer.write(
            b"GET /livez HTTP/1.1\r\nhost: gateway\r\n\r\n"
            b"POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\n"
            b"authorization: Bearer %s\r\ncontent-length: 100\r\n\r\n{" % token.encode()
        )
        async with asyncio.timeout(180):
            await reader.readuntil(b'{"status":"alive"}')
        process.send_signal(signal.SIGTERM)
        assert await ended(process) == ExitCode.CUT
        writer.close()


class Place:
    """One of several workers, which ends with a code."""

    is_ready = False
    pid = None
    waited_for: tuple[object, ...] = ()

    def __init__(self, exit_code: int | None, at_once: int | None = None) -> None:
        self._exit_code = exit_code
        self._at_once = at_once

    def begin(self) -> None:
        """It is begun."""

    def look(self, _now: float) -> int | None:
        """It ends at once, or does not."""
        return self._at_once

    def end(self, _seconds: float) -> int | None:
        """It has ended."""
        return self._exit_code


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([0, 0], ExitCode.DRAINED),
        # One is away just now, one had only just been begun.
        ([0, None, -signal.SIGTERM], ExitCode.DRAINED),
        ([0, ExitCode.CUT], ExitCode.CUT),
        ([-signal.SIGKILL, 0], ExitCode.CUT),
    ],
)
def test_several_workers_end_as_the_worst_of_them(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    codes: list[int | None],
    expected: ExitCode,
) -> None:
    """Their supervisor says that something was cut when it was in any of them."""
    assert ended_with(tmp_path, monkeypatch, [Place(code) for code in codes]) == expected


def test_workers_that_cannot_begin_are_no_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be the same with the next one."""
    places = [Place(0), Place(None, at_once=STARTUP_FAILURE)]
    assert ended_with(tmp_path, monkeypatch, places, told=False) == ExitCode.NOT_STARTED


def ended_with(
    folder: Path, monkeypatch: pytest.MonkeyPatch, places: list[Place], *, told: bool = True
) -> ExitCode:
    """How a supervisor of these ends, that is ``told`` to stop or not."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    settings = Settings.from_environment(environment(folder))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        supervisor = Supervisor(settings, listening)
        supervisor._places = cast("Any", places)
        supervisor._is_stopping = told
        return supervisor.run()
