"""What the doctor says of each thing that can be wrong, one by one."""

from __future__ import annotations

import asyncio
import socket
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.doctor import machine
from gateway.doctor.clock import of_skew, skew_of
from gateway.doctor.finding import Outcome, failed, ok, warning, worst_of
from gateway.doctor.services import services
from gateway.settings import Settings
from loaders.database_checkup import least_skew
from tests.gateway.deployed import http, settings_with
from tests.gateway.little_server import answering


def test_a_finding_is_one_line() -> None:
    """How it is comes first, then what was looked at, then what to do."""
    assert ok("port", "8000 can be had.").line == "ok       port               8000 can be had."
    assert failed("port", "it cannot.", "Choose another.").line.endswith("cannot. Choose another.")


def test_the_worst_counts() -> None:
    """A warning is no failure, and a failure is more than a warning."""
    well, soso, bad = ok("a", ""), warning("a", "", ""), failed("a", "", "")
    assert worst_of([]) is Outcome.OK
    assert worst_of([well, soso]) is Outcome.WARNING
    assert worst_of([bad, soso, well]) is Outcome.FAILED


@pytest.mark.parametrize(
    ("seconds", "leeway", "outcome"),
    [
        (None, 10, None),
        (0.4, 10, Outcome.OK),
        (-2.0, 0, Outcome.OK),
        (9.0, 10, Outcome.WARNING),
        (-9.0, 10, Outcome.WARNING),
        (11.0, 10, Outcome.FAILED),
        (-3.0, 0, Outcome.FAILED),
    ],
)
def test_a_clock_may_be_off_by_the_leeway(
    seconds: float | None, leeway: int, outcome: Outcome | None
) -> None:
    """A little is not told apart from the time that asking takes."""
    told = of_skew("issuer", seconds, leeway=leeway)
    assert [one.outcome for one in told] == ([] if outcome is None else [outcome])


@pytest.mark.parametrize(
    ("theirs", "seconds"), [(99.0, -1.0), (100.0, 0.0), (105.0, 0.0), (110.0, 0.0), (112.0, 2.0)]
)
def test_a_slow_way_is_no_wrong_clock(theirs: float, seconds: float) -> None:
    """Whatever was told may be as old as the question, or as new as the answer."""
    assert least_skew(theirs, 100.0, 110.0) == seconds


async def test_a_clock_is_read_from_any_answer() -> None:
    """Its date says how far ahead it is; an answer without one, or none, says nothing."""
    there = datetime.fromtimestamp(time.time() + 86_400, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    async with answering(http(b"", f"date: {there}")) as url:
        skew = await skew_of(url)
    assert skew is not None
    assert 85_000 < skew < 86_500
    async with answering(http(b"", "date: yesterday")) as url:
        assert await skew_of(url) is None
    async with answering(http(b"")) as url:
        assert await skew_of(url) is None
    assert await skew_of("http://127.0.0.1:1") is None


async def test_services_that_do_not_keep_the_contract(tmp_path: Path) -> None:
    """One is silent, one answers a page, one says that it is somebody else."""

    async def be_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    other = http(b'{"code": 0, "data": {"sessions": []}}', "content-type: application/json")
    async with (
        await asyncio.start_server(be_silent, "127.0.0.1", 0) as silent,
        answering(http(b"<html>", "content-type: text/html")) as page,
        answering(other) as somebody_else,
    ):
        host, port = silent.sockets[0].getsockname()
        settings = settings_with(
            tmp_path,
            ENDPAGE_SHOP_ANALYTICS_URL=page,
            ENDPAGE_REWARDS_URL=somebody_else,
            ENDPAGE_REWARDS_MS="60000",
            ENDPAGE_SHOP_ANALYTICS_MS="60000",
            ENDPAGE_JOURNEY_URL=f"http://{host}:{port}",
            ENDPAGE_JOURNEY_MS="50",
        )
        found = await services(settings)
    told = {one.subject: one.told for one in found}
    assert told == {
        "shop_analytics": "answers what its contract does not allow.",
        "rewards": "answers what its contract does not allow.",
        "journey": "does not answer within 50 ms.",
    }
    assert {one.outcome for one in found} == {Outcome.FAILED}


def files_of(settings: Settings) -> dict[str, Outcome]:
    """How the files with secrets are."""
    return {one.subject: one.outcome for one in machine.secret_files(settings)}


def test_files_with_secrets_are_for_their_owner(tmp_path: Path) -> None:
    """Who may read them is told of, and who may change them is one too many."""
    settings = settings_with(tmp_path)
    for name, mode in (("link_keys", 0o644), ("credential", 0o660), ("jwt_secret", 0o640)):
        (tmp_path / name).chmod(mode)
    assert files_of(settings) == {
        "link keys": Outcome.WARNING,
        "service credential": Outcome.FAILED,
        "token secret": Outcome.OK,
    }
    (tmp_path / "jwt_secret").unlink()
    assert files_of(settings)["token secret"] is Outcome.FAILED


@pytest.mark.parametrize(
    ("soft", "outcome"),
    [(600, Outcome.FAILED), (700, Outcome.WARNING), (800, Outcome.OK), (-1, Outcome.OK)],
)
def test_open_files_are_enough_for_what_is_held(
    tmp_path: Path, soft: int, outcome: Outcome
) -> None:
    """Streams must find room, other connections should; -1 is any number."""
    settings = settings_with(tmp_path, ENDPAGE_STREAMS="200", ENDPAGE_CONNECTIONS="300")
    assert machine.open_files(settings, soft=soft).outcome is outcome


def test_documents_are_planned(tmp_path: Path) -> None:
    """What is wrong with them is told, and that any is answered in production, too."""
    (tmp_path / "good.json").write_text('{"a": "query Q { __typename }"}')
    (tmp_path / "bad.json").write_text('{"a": "{ xyzzy }"}')
    good = settings_with(tmp_path, ENDPAGE_DOCUMENTS=str(tmp_path / "good.json"))
    bad = settings_with(tmp_path, ENDPAGE_DOCUMENTS=str(tmp_path / "bad.json"))
    production = settings_with(
        tmp_path,
        ENDPAGE_ENVIRONMENT="production",
        ENDPAGE_JWT_SECRET_FILE="",
        ENDPAGE_JWKS_URL="http://127.0.0.1:1",
    )
    assert machine.documents(good) == ok("documents", "1 can be planned.")
    told = machine.documents(bad)
    assert told.outcome is Outcome.FAILED
    assert "Cannot query field 'xyzzy'" in told.told
    assert machine.documents(production).outcome is Outcome.WARNING
    assert machine.documents(settings_with(tmp_path)).outcome is Outcome.OK


def test_recordings_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gateway would serve none of them."""
    settings = settings_with(tmp_path)
    assert machine.recordings(settings).outcome is Outcome.OK
    # Whoever runs the tests may be allowed everything.
    monkeypatch.setattr("os.access", lambda *_: False)
    assert machine.recordings(settings).outcome is Outcome.FAILED


async def test_a_port_is_free_or_a_gateways(tmp_path: Path) -> None:
    """What somebody else has is told."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = settings_with(tmp_path, ENDPAGE_PORT=str(port))
        taken.close()
        assert (await machine.port(settings)).outcome is Outcome.OK
    for body, outcome in ((b'{"status":"alive"}', Outcome.OK), (b"hello", Outcome.FAILED)):
        async with answering(http(body)) as url:
            port = int(url.rpartition(":")[2].partition("/")[0])
            found = await machine.port(settings_with(tmp_path, ENDPAGE_PORT=str(port)))
            assert found.outcome is outcome
