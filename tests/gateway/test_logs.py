"""Logs: one line an operation, in JSON, without anything secret."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import httpx
from structlog.testing import capture_logs

from tests.gateway.serving import CREATOR, Served, environment

_SCRIPT = """
import logging, structlog
from gateway.logs import configure_logs
from gateway.settings import Settings
configure_logs(Settings.from_environment())
structlog.get_logger().info("operation", creator="68")
structlog.get_logger().debug("too_quiet")
logging.getLogger("uvicorn.error").info("GET /graphql?query=secret")
try:
    raise RuntimeError("a fault")
except RuntimeError:
    logging.getLogger("asyncio").exception("from a library")
    structlog.get_logger().exception("unexpected")
"""


_FAULT_WITH_A_SECRET = """
import structlog
from gateway.logs import configure_logs
from gateway.settings import Settings
configure_logs(Settings.from_environment())
def fail(secret):
    raise RuntimeError("a fault")
try:
    fail("sword" + "fish")
except RuntimeError:
    structlog.get_logger().exception("unexpected")
"""


def test_no_traceback_shows_variables(tmp_path: Path) -> None:
    """A fault's traceback in development says where it was, and no value that was there."""
    done = subprocess.run(
        [sys.executable, "-c", _FAULT_WITH_A_SECRET],
        env=environment(tmp_path) | {"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "RuntimeError: a fault" in done.stderr
    assert "swordfish" not in done.stderr


async def test_an_operation_is_one_line(served: Served, client: httpx.AsyncClient) -> None:
    """The line says who asked what and what became of it, and no token and no variable."""
    body = {
        "query": "query Page { viewer }",
        "operationName": "Page",
        "variables": {"secret": "swordfish"},
    }
    with capture_logs() as lines:
        response = await client.post(served.url, json=body, headers={"x-request-id": "r-1"})
    assert response.status_code == 200
    [line] = [line for line in lines if line["event"] == "operation"]
    assert line.pop("ms") > 0
    assert line == {
        "event": "operation",
        "log_level": "info",
        "request_id": "r-1",
        "transport": "http",
        "creator": CREATOR,
        "platform": "app",
        "language": "en",
        "operation_name": "Page",
        "kind": "query",
        "upstream_calls": 0,
        "outcome": "ok",
        "client": None,
        "client_version": None,
        "codes": [],
        "http_status": 200,
    }


async def test_a_refusal_is_one_line_too(served: Served) -> None:
    """A request that is refused before it is read is logged with its code."""
    async with httpx.AsyncClient() as client:
        with capture_logs() as lines:
            await client.post(served.url, json={"query": "{ a }"})
    [line] = lines
    assert (line["codes"], line["outcome"], line["http_status"]) == (
        ["UNAUTHENTICATED"],
        "error",
        401,
    )


async def test_a_masked_fault_is_logged_once(served: Served, client: httpx.AsyncClient) -> None:
    """The exception is in one line, with the request's id, beside the operation's own."""
    with capture_logs() as lines:
        await client.post(
            served.url, json={"query": "{ boom }"}, headers={"x-request-id": "boom-2"}
        )
    assert [(line["event"], line["request_id"]) for line in lines] == [
        ("unexpected", "boom-2"),
        ("operation", "boom-2"),
    ]
    assert lines[0]["exc_info"] is True


def test_production_lines_are_json(tmp_path: Path) -> None:
    """Our lines and the libraries' are JSON; the server's lines of each request are left out."""
    given = environment(tmp_path, ENDPAGE_ENVIRONMENT="production", ENDPAGE_JWT_SECRET_FILE="")
    given["ENDPAGE_JWKS_URL"] = "http://127.0.0.1:1/jwks"
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        env=given | {"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["operation", "from a library", "unexpected"]
    assert [line["level"] for line in lines] == ["info", "error", "error"]
    # Where it was, and no word of what it said.
    assert {line["exception"] for line in lines[1:]} == {"RuntimeError at <string>:10 in <module>"}
    assert lines[1]["logger"] == "asyncio"
    assert lines[0]["timestamp"].endswith("Z")
