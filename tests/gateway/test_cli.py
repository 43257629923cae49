"""The command line, as a person or another program calls it."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.cli import app
from gateway.development import AUDIENCE, ISSUER, StateDirectory
from gateway.keys import OneKey
from gateway.setting_declarations import table_of
from gateway.settings import Settings
from gateway.tokens import TokenVerifier

RUN = CliRunner()


@pytest.mark.parametrize(
    "command",
    [
        "",
        "dev",
        "serve",
        "doctor",
        "migrate",
        "revoke",
        "upstreams",
        "simulate",
        "faults",
        "token",
        "conformance",
        "schema",
        "documents",
        "documents build",
        "documents check",
        "documents show",
        "settings",
        "errors",
    ],
)
def test_every_command_has_help(command: str) -> None:
    """Each command says what it does, and starts nothing when asked for that."""
    result = RUN.invoke(app, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_settings_prints_the_table() -> None:
    """The table is the one that the README shows."""
    assert RUN.invoke(app, ["settings"]).output == table_of(Settings)


def test_serve_names_every_fault_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal to start says all that is wrong, and no value."""
    for name in [name for name in os.environ if name.startswith("ENDPAGE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ENDPAGE_PORTT", "swordfish")
    monkeypatch.setenv("ENDPAGE_PORT", "swordfish")
    result = RUN.invoke(app, ["serve"])
    assert result.exit_code == 2
    assert "ENDPAGE_PORTT is not a setting; is ENDPAGE_PORT meant?" in result.output
    assert "ENDPAGE_PORT must be a whole number" in result.output
    assert "ENDPAGE_MONGODB_URI is missing" in result.output
    assert "swordfish" not in result.output


def test_dev_says_when_its_port_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A taken port is told before anything is started, with the flag that helps."""
    monkeypatch.chdir(tmp_path)
    ready = tmp_path / "ready.json"
    ready.write_text("{}")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = RUN.invoke(app, ["dev", "--port", str(port), "--ready-file", str(ready)])
    assert result.exit_code == 1
    assert f"Port {port} of 127.0.0.1 cannot be had" in result.output
    assert "--port" in result.output
    assert not ready.exists()


async def test_token_mints_what_dev_trusts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The token is signed with this directory's secret, which only its owner may read."""
    monkeypatch.chdir(tmp_path)
    result = RUN.invoke(app, ["token", "--creator", "6800000000000000007", "--platform", "app"])
    assert result.exit_code == 0
    secret = StateDirectory().jwt_secret_file
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    verifier = TokenVerifier(
        OneKey(secret.read_bytes()),
        issuer=ISSUER,
        audience=AUDIENCE,
        algorithms=("HS256",),
        platforms=("app",),
        leeway_seconds=0,
    )
    viewer = await verifier.viewer(result.output.strip())
    assert (viewer.creator_id, viewer.platform) == ("6800000000000000007", "app")


def test_a_directory_keeps_its_secrets(tmp_path: Path) -> None:
    """A second start reads what the first has made; nothing else is left behind."""
    first, second = StateDirectory(tmp_path / "state"), StateDirectory(tmp_path / "state")
    made = first.jwt_secret_file.read_bytes()
    assert len(made) >= 32
    assert second.jwt_secret_file.read_bytes() == made
    assert first.service_credential_file.read_bytes() != made
    names = sorted(file.name for file in (tmp_path / "state").iterdir())
    assert names == ["jwt_secret", "service_credential"]


def test_schema_is_printed_written_and_checked(tmp_path: Path) -> None:
    """What is printed is what is written, and a file that differs is stale."""
    path = tmp_path / "schema.graphql"
    printed = RUN.invoke(app, ["schema"]).output
    assert "type Query" in printed
    assert RUN.invoke(app, ["schema", "--check", "--path", str(path)]).exit_code == 1
    assert RUN.invoke(app, ["schema", "--write", "--path", str(path)]).exit_code == 0
    assert path.read_text() == printed
    assert RUN.invoke(app, ["schema", "--check", "--path", str(path)]).exit_code == 0
    path.write_text(printed.replace("type Query", "type Queries"))
    stale = RUN.invoke(app, ["schema", "--check", "--path", str(path)])
    assert stale.exit_code == 1
    assert "+type Query" in stale.output


def test_the_schema_is_printed_for_routers(tmp_path: Path) -> None:
    """With its keys, for tools that compose; the file is the public one's and is left alone."""
    path = tmp_path / "schema.graphql"
    asked = RUN.invoke(app, ["schema", "--subgraph", "--path", str(path)])
    assert asked.exit_code == 0
    assert 'type LiveSession implements Node @key(fields: "id") @key(fields: "sessionId") {' in (
        asked.output
    )
    assert not path.exists()
