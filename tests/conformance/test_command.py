"""The command `endpage conformance` when there is nothing to look at."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.cli import app
from tests.conformance.breakable import CREDENTIAL

RUN = CliRunner()


@pytest.fixture
def credential(tmp_path: Path) -> Path:
    path = tmp_path / "credential"
    path.write_text(CREDENTIAL, encoding="ascii")
    return path


@pytest.mark.parametrize(
    ("url", "live", "fault"),
    [
        ("ftp://service.example", "1:2", "must be an address that starts with http"),
        ("http://service.example", "1", "1 is not LIVE:CREATOR"),
        ("http://service.example", "1:", "1: is not LIVE:CREATOR"),
    ],
)
def test_what_cannot_be_asked_is_refused(credential: Path, url: str, live: str, fault: str) -> None:
    """What is wrong with the words is said, and nobody is asked."""
    words = ["--service", "shop", "--live", live, "--credential-file", str(credential)]
    result = RUN.invoke(app, ["conformance", url, *words], env={"COLUMNS": "200"})
    assert result.exit_code == 2
    assert fault in " ".join(result.output.replace("│", " ").split())


def test_a_service_that_is_not_there_fails(credential: Path) -> None:
    """Each check fails or is not made, none of them ends the command, and the exit code is 1."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    words = ["--service", "journey", "--live", "1:2", "--credential-file", str(credential)]
    result = RUN.invoke(app, ["conformance", f"http://127.0.0.1:{port}", *words, "--json"])
    assert result.exit_code == 1
    found = json.loads(result.output)
    assert {verdict["outcome"] for verdict in found} == {"failed", "not made"}
    assert found[0]["got"] == "no answer (ConnectError)"
