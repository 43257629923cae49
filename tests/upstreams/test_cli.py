"""The commands of the reference company."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pymongo import MongoClient
from typer.testing import CliRunner, Result

from tests.upstreams.asking import Service
from upstreams.cli import faults, simulate
from upstreams.company.collections import database_of
from upstreams.launch import Running


def _simulate(running: Running, *words: str) -> Result:
    return CliRunner().invoke(simulate, [*words, "--mongodb-uri", running.mongodb_uri])


def test_start_prints_the_id_alone(running: Running) -> None:
    """A script takes the id from the output; the LIVE can then be moved and carried on."""
    creator = running.sessions["ended"]["creator"]
    started = _simulate(running, "start", "--creator", creator)
    assert started.exit_code == 0
    identifier = started.stdout.strip()
    assert len(identifier) == 19
    for command in ("pause", "resume", "disconnect", "reconnect"):
        assert _simulate(running, command, identifier).exit_code == 0
    following = _simulate(running, "continue", identifier).stdout.strip()
    assert len(following) == 19
    assert following != identifier
    assert _simulate(running, "end", following).exit_code == 0


@pytest.mark.parametrize("command", ["suspend", "false-start", "end"])
def test_a_live_may_end_in_several_ways(running: Running, command: str) -> None:
    """Each works once and is refused the second time, in one line with exit code 1."""
    creator = running.sessions["jpy"]["creator"]
    identifier = _simulate(running, "start", "--creator", creator).stdout.strip()
    assert _simulate(running, command, identifier).exit_code == 0
    again = _simulate(running, command, identifier)
    assert again.exit_code == 1
    assert again.stdout == ""
    assert again.stderr.startswith(f"error: cannot {command} session {identifier}")
    assert len(again.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("command", "state"),
    [
        ("delete-recording", "DELETED"),
        ("restrict-recording", "RESTRICTED"),
        ("expire-recording", "EXPIRED"),
    ],
)
def test_a_recording_is_taken_away(
    running: Running, company_client: MongoClient[dict[str, Any]], command: str, state: str
) -> None:
    """Its document says so, and a second time says nothing else."""
    recordings = database_of(company_client)["recordings"]
    of_this = {"live_id": running.sessions["top_creator"]["id"], "state": "READY"}
    before = recordings.find_one(of_this)
    assert before is not None
    said = []
    for _ in range(2):
        done = _simulate(running, command, before["_id"])
        assert (done.exit_code, done.stdout) == (0, "")
        said.append(done.stderr)
    after = recordings.find_one({"_id": before["_id"]})
    assert after is not None
    assert (after["state"], after["revision"]) == (state, before["revision"] + 1)
    assert said == [f"{before['_id']} {state} revision {after['revision']}\n"] * 2


@pytest.mark.parametrize(
    "words",
    [
        ("end", "7300000000000000999"),
        ("start", "--creator", "nobody"),
        ("end", "7", "--reason", "?"),
        ("delete-recording", "7600000000000000999"),
        ("restrict-recording", "nothing"),
        ("expire-recording", ""),
    ],
)
def test_mistakes_are_told_without_a_traceback(running: Running, words: tuple[str, ...]) -> None:
    """Unknown sessions, creators, reasons and recordings: one line, exit code 1."""
    told = _simulate(running, *words)
    assert told.exit_code == 1
    assert told.stderr.startswith("error: ")
    assert "Traceback" not in told.output


def test_a_database_that_is_away_is_told(running: Running) -> None:
    """A wrong password is an error in words, without the password."""
    uri = re.sub(r"//(\w+):", r"//\1:wrong-", running.mongodb_uri)
    told = CliRunner().invoke(simulate, ["end", "7", "--mongodb-uri", uri])
    assert told.exit_code == 1
    assert "the database did not answer" in told.stderr
    assert "wrong-" not in told.stderr


async def test_faults_are_set_and_cleared(shop: Service) -> None:
    """What the command sets is what the service shows."""
    runner = CliRunner()
    set_one = ["set", shop.url, "--latency-ms", "20", "--trap", "data-null", "--key", "72"]
    assert runner.invoke(faults, set_one).exit_code == 0
    assert (await shop.ask("GET", "/__faults__")).json() == {
        "latency_ms": 20.0,
        "keys": ["72"],
        "traps": ["data-null"],
    }
    assert runner.invoke(faults, ["clear", shop.url]).exit_code == 0
    assert (await shop.ask("GET", "/__faults__")).json() == {}
    wrong = runner.invoke(faults, ["set", shop.url, "--mode", "sulk"])
    assert wrong.exit_code == 1
    assert "sulk" in wrong.stderr
    calls = runner.invoke(faults, ["calls", shop.url])
    assert '"count": 0' in calls.stdout
