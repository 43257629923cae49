"""`endpage dev` and `endpage upstreams` as another program drives them."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import stat
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.slow

KINDS = {
    "ended",
    "live",
    "not_shoppable",
    "suspended",
    "new_creator",
    "top_creator",
    "two_currencies",
    "zero_views",
}


async def until(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  # Other processes have no event.
            await asyncio.sleep(0.02)


def is_running(pid: int) -> bool:
    """Whether the process lives; one that nobody has reaped yet does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@asynccontextmanager
async def started(
    folder: Path, command: str, *flags: str, **changes: str
) -> AsyncIterator[tuple[Process, dict[str, Any]]]:
    """The command in that folder, and what its ready file says."""
    ready_file = folder / "ready.json"
    ready_file.unlink(missing_ok=True)
    inherited = {name: value for name, value in os.environ.items() if "ENDPAGE" not in name}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", command, "--creators", "5"),
        *("--ready-file", str(ready_file), *flags),
        cwd=folder,
        env=inherited | changes | {"PYTHONPATH": ":".join([str(Path.cwd()), *sys.path])},
        stdout=PIPE,
        stderr=STDOUT,
    )
    try:
        await until(lambda: ready_file.exists() or process.returncode is not None)
        assert process.returncode is None, (await process.communicate())[0].decode()
        yield process, json.loads(ready_file.read_bytes())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def stopped(process: Process, ready: dict[str, Any], *, by: signal.Signals) -> int:
    """The exit code, when every child has ended, too."""
    process.send_signal(by)
    async with asyncio.timeout(30):
        code = await process.wait()
    await until(lambda: not any(map(is_running, ready["pids"].values())), seconds=30)
    return code


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM], ids=str)
async def test_dev_answers_and_ends_in_good_order(tmp_path: Path, by: signal.Signals) -> None:
    """When the ready file is there a page is answered; a signal ends every child with code 0."""
    async with started(tmp_path, "dev", "--port", "0") as (process, ready):
        assert ready["sessions"].keys() >= KINDS
        assert ready["upstreams"].keys() == {"shop_analytics", "rewards", "journey"}
        assert ready["pids"].keys() >= {"gateway", "mongodb"}
        assert all(map(is_running, ready["pids"].values()))
        assert process.pid not in ready["pids"].values()
        assert stat.S_IMODE((tmp_path / "ready.json").stat().st_mode) == 0o600
        session = ready["sessions"]["ended"]
        async with httpx.AsyncClient(timeout=30) as client:
            response = await client.post(
                ready["url"],
                json={
                    "query": "query ($id: ID!) { endPage(sessionId: $id) { rewards { status } } }",
                    "variables": {"id": session["id"]},
                },
                headers={"authorization": f"Bearer {ready['tokens'][session['creator']]}"},
            )
            health = await client.get(ready["url"].replace("/graphql", "/readyz"))
        assert response.json()["data"]["endPage"]["rewards"]["status"] == "READY"
        assert "errors" not in response.json()
        assert health.json()["status"] == "ready"
        assert await stopped(process, ready, by=by) == 0
        assert process.stdout is not None
        said = (await process.stdout.read()).decode()
        origin = ready["url"].removesuffix("/graphql")
        assert f"{origin}/graphiql#token=" in said
        assert session["id"] in said
        assert ready["sessions"]["live"]["id"] in said
        assert "Ctrl-C" in said
        assert "Traceback" not in said


async def test_a_killed_dev_leaves_nothing_behind(tmp_path: Path) -> None:
    """After kill -9 no child lives, and a second start in the same place on the same port works."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    async with started(tmp_path, "dev", "--port", port) as (process, ready):
        await stopped(process, ready, by=signal.SIGKILL)
    async with started(tmp_path, "dev", "--port", port) as (process, second):
        assert second["url"] == ready["url"]
        assert second["tokens"].keys() == ready["tokens"].keys()
        assert await stopped(process, second, by=signal.SIGINT) == 0


async def test_dev_ends_when_its_gateway_does(tmp_path: Path) -> None:
    """A gateway that dies is not hidden: dev says so and ends all the rest."""
    async with started(tmp_path, "dev", "--port", "0") as (process, ready):
        os.kill(ready["pids"]["gateway"], signal.SIGKILL)
        async with asyncio.timeout(30):
            said, _ = await process.communicate()
        assert process.returncode == 1
        assert b"The gateway has ended by itself" in said
        await until(lambda: not any(map(is_running, ready["pids"].values())), seconds=30)


async def test_dev_refuses_settings_that_are_wrong(tmp_path: Path) -> None:
    """A wrong setting in the caller's environment is named, and nothing is left running."""
    ready_file = tmp_path / "ready.json"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "dev", "--port", "0", "--creators", "5"),
        *("--ready-file", str(ready_file)),
        cwd=tmp_path,
        env=os.environ
        | {"ENDPAGE_OPERATION_SM": "1", "PYTHONPATH": ":".join([str(Path.cwd()), *sys.path])},
        stdout=PIPE,
        stderr=STDOUT,
    )
    async with asyncio.timeout(60):
        said, _ = await process.communicate()
    assert process.returncode == 2
    assert b"ENDPAGE_OPERATION_SM is not a setting; is ENDPAGE_OPERATION_MS meant?" in said
    assert not ready_file.exists()


async def test_the_company_serves_a_gateway_of_ones_own(tmp_path: Path) -> None:
    """`endpage upstreams` tells all that `endpage serve` needs, and ends like dev."""
    async with started(tmp_path, "upstreams") as (process, ready):
        assert "url" not in ready
        assert ready["sessions"].keys() >= KINDS
        for name in ("jwt_secret", "service_credential"):
            assert ready[f"{name}_file"] == str(tmp_path / ".endpage" / name)
        async with httpx.AsyncClient() as client:
            for url in ready["upstreams"].values():
                assert (await client.get(f"{url}/livez")).status_code == 200
        assert await stopped(process, ready, by=signal.SIGINT) == 0
