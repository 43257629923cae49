"""`endpage serve` as a process of its own, with settings from its environment alone."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from gateway.dependencies import BREAKS
from tests.gateway.little_server import answering
from tests.gateway.serve_process import ended, serve
from tests.gateway.serving import environment
from tests.gateway.tokens_of import AUDIENCE, ISSUER, signed

RSA_KEY = rsa.generate_private_key(65537, 2048)


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_production_takes_the_issuers_tokens(tmp_path: Path, workers: str) -> None:
    """It fetches the keys, answers their tokens, shows no GraphiQL, and SIGTERM is its good end."""
    keys = {"keys": [{**RSAAlgorithm.to_jwk(RSA_KEY.public_key(), as_dict=True), "kid": "a"}]}
    body = json.dumps(keys).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n\r\n".encode()
    token = signed(RSA_KEY, "RS256", headers={"kid": "a"})
    async with answering(head + body) as jwks_url, httpx.AsyncClient(timeout=120) as client:
        changes = {
            "ENDPAGE_ENVIRONMENT": "production",
            "ENDPAGE_JWT_SECRET_FILE": "",
            "ENDPAGE_JWKS_URL": jwks_url,
            "ENDPAGE_JWT_ISSUER": ISSUER,
            "ENDPAGE_JWT_AUDIENCE": AUDIENCE,
            "ENDPAGE_WORKERS": workers,
        }
        async with serve(tmp_path, **changes) as (process, origin):
            answer = await client.post(
                f"{origin}/graphql",
                json={"query": "{ __typename }"},
                headers={"authorization": f"Bearer {token}"},
            )
            assert answer.json() == {"data": {"__typename": "Query"}}
            assert (await client.get(f"{origin}/graphiql")).status_code == 401
            while (ready := (await client.get(f"{origin}/readyz")).json())["status"] == "starting":
                pass  # Another worker is not there yet.
            assert ready["status"] == "degraded"
            assert {told["state"] for told in ready["dependencies"].values()} == {"down"}
            # Only here is it known of all of them.
            assert ready["dependencies"].keys() == BREAKS.keys()
            process.send_signal(signal.SIGTERM)
            assert await ended(process) == 0


async def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    """When the pipe of standard input ends, so does the process."""
    async with serve(tmp_path, "--stop-with-parent") as (process, origin):
        async with httpx.AsyncClient(timeout=120) as client:
            assert (await client.get(f"{origin}/livez")).status_code == 200
        assert process.stdin is not None
        process.stdin.close()
        assert await ended(process) == 0


async def test_workers_end_with_their_supervisor(tmp_path: Path) -> None:
    """A supervisor that is killed leaves no worker that holds the port."""
    async with serve(tmp_path, ENDPAGE_WORKERS="2") as (process, origin):
        async with httpx.AsyncClient(timeout=120) as client:
            assert (await client.get(f"{origin}/livez")).status_code == 200
        process.kill()
        await process.wait()
        host, _, port = origin.removeprefix("http://").partition(":")
        async with asyncio.timeout(20):
            while await is_open(host, int(port)):
                pass


async def is_open(host: str, port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


async def test_a_taken_port_is_told(tmp_path: Path) -> None:
    """A port that is in use is a plain sentence, not a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        given = environment(tmp_path, ENDPAGE_PORT=str(port))
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "gateway", "serve"),
            env=given | {"PYTHONPATH": ":".join(sys.path)},
            stderr=PIPE,
        )
        _, said = await process.communicate()
    assert process.returncode == 1
    assert str(port).encode() in said
    assert b"Traceback" not in said
