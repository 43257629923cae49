"""`endpage doctor` over a whole company: all well, and what it says when something is not."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from typer.testing import CliRunner, Result

from gateway.cli import app
from gateway.setting_files import SecretFile
from tests.app.gateway_process import GatewayProcess
from tests.gateway.serving import environment
from upstreams.launch import Running

RUN = CliRunner()
UNTOLD = ("swordfish", "mongodb://", "http://")


async def doctor(given: dict[str, str], *words: str) -> Result:
    """The command with these settings; it blocks."""
    return await asyncio.to_thread(lambda: RUN.invoke(app, ["doctor", *words], env=given))


@pytest.fixture
async def given(running: Running, gateway: GatewayProcess, tmp_path: Path) -> dict[str, str]:
    """The settings of a gateway over the company, whose own database is set up."""
    async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
        # It listens before it answers.
        assert (await client.get(f"http://{gateway.origin}/livez")).status_code == 200
    credential = tmp_path / "service_credential"
    credential.write_text(running.service_credential, encoding="ascii")
    told = environment(
        tmp_path,
        ENDPAGE_MONGODB_URI=running.gateway_mongodb_uri,
        ENDPAGE_SHARES_MONGODB_URI=running.shares_mongodb_uri,
        ENDPAGE_COMPANY_DATABASE=running.company_database,
        ENDPAGE_SHARES_DATABASE=running.own_database,
        ENDPAGE_MEDIA_DIRECTORY=running.media_directory,
        ENDPAGE_SERVICE_CREDENTIAL_FILE=str(credential),
        ENDPAGE_PORT=gateway.origin.rpartition(":")[2],
        ENDPAGE_STREAMS="10",
        ENDPAGE_CONNECTIONS="20",
        **{f"ENDPAGE_{name.upper()}_URL": url for name, url in running.upstreams.items()},
        **{f"ENDPAGE_{name.upper()}_MS": "60000" for name in running.upstreams},
    )
    for name in ("jwt_secret", "link_keys", "service_credential"):
        (tmp_path / name).chmod(0o600)
    return told


async def test_all_is_well(given: dict[str, str], running: Running) -> None:
    """Each thing is looked at once, nothing has failed, and no address is told."""
    words = ("--json", "--owner-mongodb-uri", running.owner_mongodb_uri)
    done = await doctor(given, *words)
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = msgspec.json.decode(done.output)
    assert told["outcome"] == "warning"
    # The embedded server shows its oplog to nobody.
    assert [one for one in told["checks"] if one["outcome"] != "ok"] == [
        {
            "subject": "mongodb",
            "outcome": "warning",
            "told": "how far back a change stream can go cannot be seen.",
            "advice": "Have who may read `local` look that its oplog holds a day or more.",
        }
    ]
    lines = {f"{one['subject']}: {one['told']}" for one in told["checks"]}
    assert lines > {
        "settings: all of them can be used.",
        f"port: a gateway serves on {given['ENDPAGE_PORT']}.",
        "mongodb: live_sessions can be read.",
        "mongodb: recordings can be read.",
        "mongodb: live_sessions has an index on creator_id, created_at.",
        "mongodb: recordings has an index on live_id.",
        "mongodb: its changes can be followed.",
        "mongodb: its clock agrees with ours.",
        "shares: is of version 4, with the indexes of it.",
        "shares: its user may do what it has to.",
        "shares: all its indexes are there and as wanted.",
        "documents: any document is answered, as is said.",
        "recordings: their directory can be read.",
    }
    subjects = [one["subject"] for one in told["checks"] if "answers its contract" in one["told"]]
    assert subjects == ["shop_analytics", "rewards", "journey"]
    assert not any(word in done.output for word in UNTOLD)


async def test_everything_that_has_failed_is_told(given: dict[str, str], tmp_path: Path) -> None:
    """One line each, with advice, and an exit code that is not 0; no secret and no address."""
    other = tmp_path / "other_credential"
    other.write_text("swordfish-swordfish")
    other.chmod(0o600)
    shares, gateway = given["ENDPAGE_SHARES_MONGODB_URI"], given["ENDPAGE_MONGODB_URI"]
    changes = {
        "ENDPAGE_SERVICE_CREDENTIAL_FILE": str(other),
        "ENDPAGE_JOURNEY_URL": "http://127.0.0.1:1",
        # Each may do what the other has to.
        "ENDPAGE_MONGODB_URI": shares,
        "ENDPAGE_SHARES_MONGODB_URI": gateway,
    }
    done = await doctor({**given, **changes})
    assert done.exit_code == 1
    found = {
        " ".join(line.split()) for line in done.output.splitlines() if line.startswith("failed")
    }
    # A server that says what a user may do has more to name than one that has to be asked.
    rights = {line for line in found if "may not do what it has to: find on shares, " in line}
    assert len(rights) == 1
    takes = "Is the credential of ENDPAGE_SERVICE_CREDENTIAL_FILE one that it takes?"
    read = "Give the gateway's user the role `read` on the company's database."
    assert found - rights == {
        f"failed shop_analytics refuses the gateway's credential. {takes}",
        f"failed rewards refuses the gateway's credential. {takes}",
        (
            "failed journey cannot be reached, or says that it cannot answer. "
            "Is ENDPAGE_JOURNEY_URL right, and may this machine connect to it?"
        ),
        f"failed mongodb live_sessions may not be read. {read}",
        f"failed mongodb recordings may not be read. {read}",
        (
            "failed mongodb its changes may not be followed. "
            "Give the gateway's user `changeStream` and `find` on the company's database."
        ),
        "failed shares its version may not be read. Give the gateway's user `find` on migrations.",
    }
    assert not any(word in done.output for word in UNTOLD)


async def test_settings_that_cannot_be_used_are_told(given: dict[str, str]) -> None:
    """All of them at once, and nothing else is looked at."""
    done = await doctor({**given, "ENDPAGE_PORT": "many", "ENDPAGE_QUEUE": "-1"}, "--json")
    assert done.exit_code == 1
    told = msgspec.json.decode(done.output)
    assert [one["subject"] for one in told["checks"]] == ["settings", "settings"]
    assert told["checks"][0]["told"] == "ENDPAGE_PORT must be a whole number from 0 to 65535."


async def test_an_address_of_the_owner_is_looked_at_first(given: dict[str, str]) -> None:
    """It is not repeated."""
    done = await doctor(given, "--owner-mongodb-uri", "mongodb://owner:sword/fish@")
    assert done.exit_code == 2
    assert "sword" not in done.output


def test_a_secret_is_in_no_repr() -> None:
    """Whatever is told of a file, what is in it is not."""
    assert "swordfish" not in repr(SecretFile(Path("secret"), b"swordfish"))
