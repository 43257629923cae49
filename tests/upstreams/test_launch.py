"""The company as processes: it starts, ends, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pymongo import MongoClient

from tests.upstreams.asking import Service, session_key
from upstreams.company.collections import database_of
from upstreams.launch import SERVICES, Company
from upstreams.media.stand_in import STAND_INS
from upstreams.process import ChildFailed

_PARENT = """
import asyncio, json, signal, sys
from pathlib import Path
from upstreams.launch import Company

# Whoever runs the tests in the background may have them ignore it, which is handed down.
signal.signal(signal.SIGINT, signal.default_int_handler)

async def main():
    async with Company(is_mortal=True, creators=5, state_dir=Path(sys.argv[1])) as running:
        told = {"pids": running.pids, "uri": running.mongodb_uri, "upstreams": running.upstreams}
        print(json.dumps(told), flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


def _is_alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


async def _until_gone(pids: list[int]) -> None:
    async with asyncio.timeout(20):
        while any(_is_alive(pid) for pid in pids):  # noqa: ASYNC110 - a stranger's child tells nobody.
            await asyncio.sleep(0.05)


def _folders(parent: Path) -> list[str]:
    return [one.name for one in parent.iterdir() if one.is_dir()]


def _is_free(port: int) -> bool:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


async def _parent(folder: Path) -> tuple[asyncio.subprocess.Process, dict[str, Any]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _PARENT, str(folder), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 60)
    told: dict[str, Any] = json.loads(line)
    return process, told


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
async def test_a_killed_parent_leaves_no_orphan(tmp_path: Path, number: signal.Signals) -> None:
    """Whatever ended the parent, its children end, their ports are free, their data are gone."""
    process, told = await _parent(tmp_path)
    assert len(told["pids"]) == 5
    assert all(_is_alive(pid) for pid in told["pids"].values())
    process.send_signal(number)
    await process.wait()
    await _until_gone(list(told["pids"].values()))
    ports = [urlsplit(url).port for url in (told["uri"], *told["upstreams"].values())]
    assert all(_is_free(port or 0) for port in ports)
    assert _folders(tmp_path) == []


@pytest.mark.slow
async def test_a_second_start_on_the_same_ports_works(tmp_path: Path) -> None:
    """After an orderly end the same ports serve again, with the same facts for the same seed.

    Files of recordings that were to be kept are there, and are not made again.
    """
    told, media, written = [], tmp_path / "media", []
    ports: dict[str, int] = {}
    for _ in range(2):
        async with Company(
            creators=5,
            anchor=1_795_360_000,
            ports=ports,
            state_dir=tmp_path,
            simulate=False,
            media_directory=media,
        ) as running:
            assert running.media_directory == str(media)
            ports = {name: urlsplit(running.upstreams[name]).port or 0 for name in SERVICES}
            ports["mongodb"] = urlsplit(running.mongodb_uri).port or 0
            one = running.sessions["final"]
            key = session_key(one["id"], one["creator"], "sales", "products")
            service = Service.of(running, "shop_analytics")
            client: MongoClient[dict[str, Any]] = MongoClient(running.mongodb_uri)
            with client:
                document = database_of(client)["live_sessions"].find_one({"_id": one["id"]})
            told.append(((await service.items(key))[0]["groups"], document, running.sessions))
            pids = list(running.pids.values())
        assert not any(_is_alive(pid) for pid in pids)
        written.append({path: path.stat().st_mtime_ns for path in media.rglob("*.*")})
    assert told[0] == told[1]
    assert len(written[0]) == 2 * len(STAND_INS)
    assert written[0] == written[1]


@pytest.mark.slow
async def test_acknowledged_writes_survive_kill_9(tmp_path: Path) -> None:
    """The database process is killed the hard way, and its files have what was acknowledged."""
    async with Company(is_mortal=True, creators=5, state_dir=tmp_path, simulate=False) as running:
        client: MongoClient[dict[str, Any]] = MongoClient(running.mongodb_uri)
        with client:
            database_of(client)["proof"].insert_many([{"_id": number} for number in range(50)])
        running.children["mongodb"].kill()
        await running.children["mongodb"].ended()
        storage = tmp_path / _folders(tmp_path)[0] / "mongodb"
        count = (
            "import sys; from secantus.server import SecantusDBServer as S; from pymongo import"
            " MongoClient as C; s = S(storage_path=sys.argv[1]); s.start();"
            " print(C(s.uri).company.proof.count_documents({})); s.stop()"
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", count, str(storage), stdout=asyncio.subprocess.PIPE
        )
        out, _ = await asyncio.wait_for(process.communicate(), 60)
    assert out.split() == [b"50"]


@pytest.mark.slow
async def test_a_child_that_cannot_start_is_named(tmp_path: Path) -> None:
    """A port that is taken fails the start with the child's last words, and nothing stays."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ChildFailed, match=r"rewards.*(in use|Address)"):
            async with Company(
                is_mortal=True, creators=5, ports={"rewards": port}, state_dir=tmp_path
            ):
                raise AssertionError("it started on a taken port")
    assert _folders(tmp_path) == []


@pytest.mark.slow
async def test_traps_are_switched_on_at_the_start(tmp_path: Path) -> None:
    """A service that is started with a trap has it whatever fault is set or cleared."""
    async with Company(
        creators=5, traps={"journey": ("data-null",)}, state_dir=tmp_path, simulate=False
    ) as running:
        one = running.sessions["ended"]
        key = session_key(one["id"], one["creator"], "progress")
        service = Service.of(running, "journey")
        await service.break_by()
        assert (await service.read(key)).json()["data"] is None
