"""What the doctor says of each thing that can be wrong, one by one."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from jwt.algorithms import ECAlgorithm
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from gateway.doctor import machine
from gateway.doctor.clock import of_skew, skew_of
from gateway.doctor.databases import company_database, of_window, own_database
from gateway.doctor.finding import Finding, Outcome, failed, ok, warning, worst_of
from gateway.doctor.issuer import issuer, of_certificates, of_keys
from gateway.doctor.services import services
from gateway.setting_files import PublicKey
from gateway.settings import Settings
from loaders.database_checkup import CheckupFailed, DatabaseCheckup, least_skew, missing_rights
from loaders.shares_schema import migrate
from tests.gateway.little_server import answering
from tests.gateway.serving import environment
from tests.loaders.own_mongodb import OwnMongodb
from tests.loaders.shares_mongodb import SPARE

RSA, EC = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())
BOTH = ("RS256", "ES256")


def settings_with(folder: Path, **changes: str) -> Settings:
    """Settings that could be used, with changes."""
    return Settings.from_environment(environment(folder, **changes))


def http(body: bytes, *headers: str) -> bytes:
    """A whole answer."""
    head = "".join(f"{line}\r\n" for line in headers)
    return f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n{head}\r\n".encode() + body


def outcomes(findings: list[Finding], subject: str) -> list[Outcome]:
    """How a subject is, look by look."""
    return [one.outcome for one in findings if one.subject == subject]


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


def test_keys_are_counted_by_what_they_are_good_for() -> None:
    """One that is good is enough; those whose tokens would be refused are told."""
    keys: list[PublicKey] = [RSA.public_key(), EC.public_key()]
    assert of_keys(keys, BOTH).outcome is Outcome.OK
    assert of_keys(keys, ("ES256",)).outcome is Outcome.WARNING
    assert of_keys(keys[:1], ("ES256",)).outcome is Outcome.FAILED
    assert of_keys([], BOTH).outcome is Outcome.FAILED


def key_set(end: datetime | None) -> bytes:
    """A key set with one key, whose certificate is good until then."""
    item: dict[str, Any] = ECAlgorithm.to_jwk(EC.public_key(), as_dict=True)
    if end is not None:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "issuer")])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(EC.public_key())
            .serial_number(1)
            .not_valid_before(end - timedelta(days=400))
            .not_valid_after(end)
            .sign(EC, hashes.SHA256())
        )
        item["x5c"] = [base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()]
    return json.dumps({"keys": [{**item, "kid": "a"}]}).encode()


@pytest.mark.parametrize(
    ("days", "outcome"), [(90, Outcome.OK), (3, Outcome.WARNING), (-1, Outcome.FAILED)]
)
def test_a_certificate_runs_out(days: int, outcome: Outcome) -> None:
    """Two weeks before that it is told."""
    now = datetime(2026, 11, 29, tzinfo=UTC)
    (told,) = of_certificates(key_set(now + timedelta(days=days)), now=now)
    assert told.outcome is outcome


def test_a_key_without_a_certificate_never_does() -> None:
    """And what is no certificate is none."""
    now = datetime(2026, 11, 29, tzinfo=UTC)
    assert of_certificates(key_set(None), now=now) == []
    assert of_certificates(b'{"keys": [{"x5c": ["AAAA"]}, {"x5c": 1}, 2]}', now=now) == []


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (key_set(None), Outcome.OK),
        (b'{"keys": []}', Outcome.FAILED),
        (b"<html>", Outcome.FAILED),
    ],
)
async def test_a_key_set_is_fetched(tmp_path: Path, body: bytes, outcome: Outcome) -> None:
    """It has a key that can be used, or tokens cannot be checked."""
    async with answering(http(body)) as url:
        found = await issuer(
            settings_with(tmp_path, ENDPAGE_JWT_SECRET_FILE="", ENDPAGE_JWKS_URL=url)
        )
    assert [one.outcome for one in found] == [outcome]


async def test_an_issuer_that_is_away_is_told(tmp_path: Path) -> None:
    """So is one whose key is here."""
    away = {"ENDPAGE_JWT_SECRET_FILE": "", "ENDPAGE_JWKS_URL": "http://127.0.0.1:1"}
    assert outcomes(await issuer(settings_with(tmp_path, **away)), "issuer") == [Outcome.FAILED]
    assert outcomes(await issuer(settings_with(tmp_path)), "issuer") == [Outcome.OK]


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


@pytest.mark.parametrize(
    ("hours", "outcome"),
    [(None, Outcome.WARNING), (3.0, Outcome.WARNING), (24.0, Outcome.OK)],
)
def test_a_change_stream_should_go_back_a_day(hours: float | None, outcome: Outcome) -> None:
    """Less is told, and that it cannot be seen."""
    assert of_window(hours).outcome is outcome


def test_rights_that_are_missing_are_named() -> None:
    """What holds for a whole database holds for each of its collections."""
    wanted = {"shares": ("find", "insert"), "rates": ("find",)}
    assert missing_rights({"": frozenset({"find", "insert"})}, wanted) == []
    found = missing_rights({"shares": frozenset({"find"})}, wanted)
    assert found == ["insert on shares", "find on rates"]


class Client:
    """A client of a server that answers each command as it is told to."""

    def __init__(self, **answers: Any) -> None:
        self._answers = answers
        self.admin = self
        self.name = "endpage"

    def __getitem__(self, _database: str) -> Client:
        return self

    def command(self, command: str | dict[str, Any], **_words: Any) -> Any:
        """The answer to a command by its name."""
        answer = self._answers[command if isinstance(command, str) else next(iter(command))]
        if isinstance(answer, Exception):
            raise answer
        return answer


def checkup_of(**answers: Any) -> DatabaseCheckup:
    return DatabaseCheckup(cast("MongoClient[dict[str, Any]]", Client(**answers)), "endpage")


@pytest.mark.parametrize(
    ("hello", "has_change_streams"),
    [({}, False), ({"setName": "rs0"}, True), ({"msg": "isdbgrid"}, True)],
)
def test_a_server_alone_has_no_change_streams(
    hello: dict[str, str], has_change_streams: bool
) -> None:
    """A member of a replica set has, and a router of shards; the clock is compared."""
    ahead = datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=1)
    greeting = checkup_of(ping={}, hello={"localTime": ahead, **hello}).greeting()
    assert greeting.has_change_streams is has_change_streams
    assert 3500 < greeting.skew < 3700


def test_a_refusal_is_told_without_the_servers_words() -> None:
    """Who is not known, and whatever else it may be."""
    for code, told in ((18, "it does not know this user"), (1, "it refuses with code 1")):
        with pytest.raises(CheckupFailed) as raised:
            checkup_of(ping=OperationFailure("swordfish", code)).greeting()
        assert str(raised.value).startswith(told)


def test_rights_are_those_of_this_database() -> None:
    """A server that tells of none says nothing."""

    def told(*privileges: dict[str, Any]) -> Any:
        return {"authInfo": {"authenticatedUserPrivileges": list(privileges)}}

    here = {"resource": {"db": "endpage", "collection": "shares"}, "actions": ["find"]}
    everywhere = {"resource": {"db": "", "collection": ""}, "actions": ["listCollections"]}
    elsewhere = {"resource": {"db": "company", "collection": ""}, "actions": ["insert"]}
    cluster = {"resource": {"cluster": True}, "actions": ["inprog"]}
    found = checkup_of(connectionStatus=told(here, everywhere, elsewhere, cluster)).rights()
    assert found == {"shares": frozenset({"find"}), "": frozenset({"listCollections"})}
    assert checkup_of(connectionStatus=told()).rights() is None
    assert checkup_of(connectionStatus=OperationFailure("no")).rights() is None


async def test_an_own_database_that_is_not_set_up(tmp_path: Path, mongodb: OwnMongodb) -> None:
    """Its version and its indexes are told, until it is migrated."""
    name = SPARE[7]
    given = {"ENDPAGE_SHARES_MONGODB_URI": mongodb.owner_uri, "ENDPAGE_SHARES_DATABASE": name}
    settings = settings_with(tmp_path, **given)

    async def told() -> list[str]:
        found = await asyncio.to_thread(own_database, settings, owner_uri=mongodb.owner_uri)
        return [one.told for one in found if one.outcome is Outcome.FAILED]

    assert await told() == [
        "is of version 0, and 4 is needed.",
        (
            "indexes are not as wanted: shares: one_share_a_key is missing, shares: "
            "newest_of_a_creator is missing, shares: forgotten is missing, revocations: newest is "
            "missing, revocations: forgotten is missing, rates: forgotten is missing."
        ),
    ]
    await asyncio.to_thread(migrate, mongodb.owner_uri, name)
    assert await told() == []
    with MongoClient[dict[str, Any]](mongodb.owner_uri) as client:
        client[name]["shares"].drop_index("forgotten")
    assert await told() == ["indexes are not as wanted: shares: forgotten is missing."]


async def test_a_company_without_its_indexes(tmp_path: Path, mongodb: OwnMongodb) -> None:
    """Everything may be read, and each question would read all of it."""
    given = {"ENDPAGE_MONGODB_URI": mongodb.owner_uri, "ENDPAGE_COMPANY_DATABASE": SPARE[7]}
    found = await asyncio.to_thread(company_database, settings_with(tmp_path, **given))
    assert [one.told for one in found if one.outcome is Outcome.FAILED] == [
        "live_sessions has no index on creator_id, created_at.",
        "recordings has no index on live_id.",
    ]


async def test_a_database_that_does_not_let_in(tmp_path: Path, mongodb: OwnMongodb) -> None:
    """It is told that the password may be wrong, and nothing else is asked."""
    other = mongodb.owner_uri.replace("swordfish", "sturgeon")
    given = {"ENDPAGE_MONGODB_URI": other, "ENDPAGE_SHARES_MONGODB_URI": other}
    settings = settings_with(tmp_path, **given)
    found = [
        *await asyncio.to_thread(company_database, settings),
        *await asyncio.to_thread(own_database, settings),
    ]
    assert [(one.subject, one.told) for one in found] == [
        ("mongodb", "it does not know this user, or not by this password."),
        ("shares", "it does not know this user, or not by this password."),
    ]
