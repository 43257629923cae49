"""`endpage dev` and `endpage upstreams` as another program drives them."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import stat
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gateway.document_folder import read_folder
from tests.gateway.serve_process import ended, serve
from tests.gateway.started import asked, is_running, started, stopped, until
from tests.gateway.talking import Socket, talking
from tests.gateway.tokens_of import AUDIENCE, ISSUER, signed
from tests.house.source_file import ROOT
from upstreams.media.stand_in import STAND_INS

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
        link_keys = tmp_path / ".endpage" / "link_keys"
        assert ready["link_keys_file"] == str(link_keys)
        assert stat.S_IMODE(link_keys.stat().st_mode) == 0o600
        session = ready["sessions"]["ended"]
        answer = await asked(ready["url"], ready["tokens"][session["creator"]], session["id"])
        assert answer["data"] == {"endPage": {"rewards": {"status": "READY"}}}
        assert [call["upstream"] for call in answer["extensions"]["upstreams"]] == [
            "mongodb",
            "rewards",
        ]
        await shipped_documents_are_known(ready, session)
        async with httpx.AsyncClient(timeout=30) as client, asyncio.timeout(10):
            readyz = ready["url"].replace("/graphql", "/readyz")
            while (await client.get(readyz)).json()["status"] != "ready":
                pass  # An answer is kept for a second, that of the start too.
        assert await stopped(process, ready, by=by) == 0
        assert not (tmp_path / "ready.json").exists()
        assert process.stdout is not None
        said = (await process.stdout.read()).decode()
        origin = ready["url"].removesuffix("/graphql")
        assert f"{origin}/graphiql#token=" in said
        assert session["id"] in said
        assert ready["sessions"]["live"]["id"] in said
        assert "Ctrl-C" in said
        assert "Traceback" not in said


async def shipped_documents_are_known(ready: dict[str, Any], session: dict[str, Any]) -> None:
    """Each by its id, and as the tabs of GraphiQL send it; the answer says which it was."""
    folder = ROOT / "web" / "operations"
    ids = {one.name: one.id for one in read_folder(folder)}
    url, name = ready["url"], "EndPageHeadline"
    headers = {"authorization": f"Bearer {ready['tokens'][session['creator']]}"}
    variables = {"sessionId": session["id"]}
    text = (folder / f"{name}.graphql").read_text(encoding="utf-8")
    async with httpx.AsyncClient(timeout=30, headers=headers) as client:
        by_id = await client.post(f"{url}/{ids[name]}", json={"variables": variables})
        by_text = await client.post(url, json={"query": text, "variables": variables})
        other = await client.post(url, json={"query": "{ viewer { id } }"})
    for answer in (by_id.json(), by_text.json()):
        assert answer["data"]["endPage"]["metrics"]["status"] == "READY"
        assert answer["extensions"]["documentId"] == ids[name]
    assert "documentId" not in other.json()["extensions"]


async def test_a_killed_dev_leaves_nothing_behind(tmp_path: Path) -> None:
    """After kill -9 no child lives, and a second start in the same place on the same port works.

    What is left is kept on purpose: secrets, and files of recordings, which are not made again.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    async with started(tmp_path, "dev", "--port", port) as (process, ready):
        await stopped(process, ready, by=signal.SIGKILL)
    media = tmp_path / ".endpage" / "media"
    assert ready["media_directory"] == str(media)
    made = written(media)
    async with started(tmp_path, "dev", "--port", port) as (process, second):
        assert second["url"] == ready["url"]
        assert second["tokens"].keys() == ready["tokens"].keys()
        assert second["media_directory"] == ready["media_directory"]
        assert len(made) == 2 * len(STAND_INS)
        assert written(media) == made
        assert await stopped(process, second, by=signal.SIGINT) == 0


def written(folder: Path) -> dict[str, int]:
    """Every file in the folder, with when it was written."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.name: path.stat().st_mtime_ns for path in found}


async def test_dev_ends_when_its_gateway_does(tmp_path: Path) -> None:
    """A gateway that dies is not hidden: dev says so and ends all the rest."""
    async with started(tmp_path, "dev", "--port", "0") as (process, ready):
        os.kill(ready["pids"]["gateway"], signal.SIGKILL)
        async with asyncio.timeout(30):
            said, _ = await process.communicate()
        assert process.returncode == 1
        assert b"The gateway has ended by itself" in said
        assert not (tmp_path / "ready.json").exists()
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
    """`endpage upstreams` tells all that `endpage serve` needs in production, and ends like dev."""
    key = rsa.generate_private_key(65537, 2048)
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "issuer.pem").write_bytes(pem)
    async with started(tmp_path, "upstreams") as (process, ready):
        assert "url" not in ready
        session = ready["sessions"]["ended"]
        told = {
            "ENDPAGE_ENVIRONMENT": "production",
            "ENDPAGE_MONGODB_URI": ready["gateway_mongodb_uri"],
            "ENDPAGE_SHARES_MONGODB_URI": ready["shares_mongodb_uri"],
            "ENDPAGE_MEDIA_DIRECTORY": ready["media_directory"],
            "ENDPAGE_LINK_KEYS_FILE": ready["link_keys_file"],
            "ENDPAGE_SHOP_ANALYTICS_URL": ready["upstreams"]["shop_analytics"],
            "ENDPAGE_REWARDS_URL": ready["upstreams"]["rewards"],
            "ENDPAGE_JOURNEY_URL": ready["upstreams"]["journey"],
            "ENDPAGE_SERVICE_CREDENTIAL_FILE": ready["service_credential_file"],
            "ENDPAGE_JWT_ISSUER": ISSUER,
            "ENDPAGE_JWT_AUDIENCE": AUDIENCE,
            "ENDPAGE_JWT_PUBLIC_KEY_FILE": "issuer.pem",
            "ENDPAGE_JWT_SECRET_FILE": "",
        }
        token = signed(key, "RS256", sub=session["creator"])
        async with serve(tmp_path, **told) as (gateway, origin):
            answer = await asked(f"{origin}/graphql", token, session["id"])
            assert answer == {"data": {"endPage": {"rewards": {"status": "READY"}}}}
            gateway.send_signal(signal.SIGTERM)
            assert await ended(gateway) == 0
        assert await stopped(process, ready, by=signal.SIGINT) == 0
        assert not (tmp_path / "ready.json").exists()
        assert process.stdout is not None
        assert ready["service_credential_file"].encode() in await process.stdout.read()


async def test_the_end_of_a_live_is_told_over_a_socket(tmp_path: Path) -> None:
    """A subscriber hears the state at once, and the end when the simulator has made it."""
    async with started(tmp_path, "dev", "--port", "0") as (process, ready):
        session = ready["sessions"]["live"]
        token = ready["tokens"][session["creator"]]
        async with talking(ready["ws_url"], token) as socket:
            document = "subscription ($id: ID!) { liveSession(sessionId: $id) { %s } }"
            await socket.subscribe(
                "1", document % "session { state endReason }", variables={"id": session["id"]}
            )
            assert (await state_heard(socket))["state"] == "LIVE"
            done = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "gateway", "simulate", "end", session["id"]),
                *("--mongodb-uri", ready["mongodb_uri"]),
                env=os.environ | {"PYTHONPATH": ":".join([str(Path.cwd()), *sys.path])},
            )
            assert await done.wait() == 0
            heard = await state_heard(socket)
            while heard["state"] == "LIVE":  # Ticks of the LIVE may come before its end.
                heard = await state_heard(socket)
            assert heard == {"state": "ENDED", "endReason": "HOST_ENDED"}
        assert await stopped(process, ready, by=signal.SIGTERM) == 0


async def state_heard(socket: Socket) -> dict[str, Any]:
    message = await socket.hear()
    session: dict[str, Any] = message["payload"]["data"]["liveSession"]["session"]
    return session
