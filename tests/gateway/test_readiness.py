"""Whether a gateway may be sent requests: not before it has begun, no more when it leaves."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from pymongo import MongoClient

from gateway.app import app_from
from gateway.boot_checks import boot_checks
from gateway.keys import KeySet, OneKey
from gateway.readiness import Readiness
from gateway.settings import Settings
from loaders.schema_version import SchemaState
from loaders.shares_schema import STEPS, migrate
from tests.gateway.serving import environment, listening
from tests.loaders.own_mongodb import OwnMongodb
from tests.loaders.shares_mongodb import SPARE

KEY = b"k" * 32


class Thing:
    """Something that has to be done, and how often it was looked at."""

    def __init__(self, *outcomes: bool | Exception | None) -> None:
        self.looks = 0
        self._outcomes = list(outcomes)

    async def check(self) -> bool | None:
        """The next outcome; the last one stays."""
        self.looks += 1
        outcome = self._outcomes.pop(0) if len(self._outcomes) > 1 else self._outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


async def waiting_for(readiness: Readiness, *names: str) -> None:
    """Return when it waits for these and no others."""
    async with asyncio.timeout(30):
        while readiness.waits_for != names:  # noqa: ASYNC110  # It tells nobody.
            await asyncio.sleep(0)


async def test_without_checks_it_is_ready_at_once() -> None:
    """There is nothing to wait for, and nothing is begun that would have to be ended."""
    readiness = Readiness()
    assert readiness.waits_for == ()
    await readiness.begin()
    await readiness.close()
    assert not readiness.is_leaving
    readiness.leave()
    assert readiness.is_leaving


async def test_it_waits_until_everything_is_done() -> None:
    """What is done is never looked at again, and what is not is until it is."""
    first, second = Thing(True), Thing(False, False, True)
    readiness = Readiness({"first": first.check, "second": second.check}, seconds=0)
    await waiting_for(readiness, "first", "second")
    await readiness.begin()
    await waiting_for(readiness, "second")
    await waiting_for(readiness)
    await readiness.close()
    assert (first.looks, second.looks) == (1, 3)


async def test_what_is_not_known_keeps_nobody_waiting() -> None:
    """An outage at the beginning is no reason to be unready; what is then found out, is."""
    thing = Thing(None, None, False, True)
    readiness = Readiness({"database": thing.check}, seconds=0)
    await readiness.begin()
    assert readiness.waits_for == ()
    await waiting_for(readiness, "database")
    await waiting_for(readiness)
    await readiness.close()
    assert thing.looks == 4


async def test_a_fault_of_a_check_is_not_known() -> None:
    """It is looked at again, and the others are."""
    thing, other = Thing(RuntimeError("a fault"), True), Thing(True)
    readiness = Readiness({"thing": thing.check, "other": other.check}, seconds=0)
    await readiness.begin()
    assert readiness.waits_for == ()
    async with asyncio.timeout(30):
        while thing.looks < 2:  # noqa: ASYNC110  # It tells nobody.
            await asyncio.sleep(0)
    await readiness.close()
    assert other.looks == 1


async def in_state(state: SchemaState) -> bool | None:
    """What the check of the database says in this state."""

    async def found() -> SchemaState:
        return state

    return await boot_checks(OneKey(KEY), found)["database"]()


@pytest.mark.parametrize(
    ("state", "is_done"),
    [
        (SchemaState.CURRENT, True),
        (SchemaState.OLDER, False),
        (SchemaState.NOT_ALLOWED, False),
        (SchemaState.UNKNOWN, None),
    ],
)
async def test_a_database_that_is_known_to_be_older_holds_a_gateway_up(
    state: SchemaState, is_done: bool | None
) -> None:
    """One that does not answer does not."""
    assert await in_state(state) is is_done


async def test_a_gateway_without_any_key_can_check_no_token() -> None:
    """It waits for the issuer, until it has had its keys once."""
    answers: list[bytes | Exception] = [OSError(), b'{"keys": []}', OSError()]

    async def fetch() -> bytes:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def unknown() -> SchemaState:
        return SchemaState.UNKNOWN

    now = 0.0
    keys = KeySet(fetch, monotonic=lambda: now)
    check = boot_checks(keys, unknown)["keys"]
    told = []
    for _ in range(3):
        told.append(await check())
        now += 11
    assert told == [False, False, False]
    assert await boot_checks(OneKey(KEY), unknown)["keys"]() is True


@pytest.fixture
async def unmigrated(mongodb: OwnMongodb) -> str:
    """A database with nothing in it."""
    with MongoClient[dict[str, Any]](mongodb.owner_uri) as client:
        for name in client[SPARE[6]].list_collection_names():
            client[SPARE[6]].drop_collection(name)
        # One step of them all: what an older version has left.
        STEPS["shares"](client[SPARE[6]])
    return SPARE[6]


async def test_a_gateway_over_an_older_database_is_not_ready(
    tmp_path: Path, mongodb: OwnMongodb, unmigrated: str
) -> None:
    """It says what it waits for, answers all the same, and is ready soon after the migration."""
    given = environment(
        tmp_path,
        ENDPAGE_MONGODB_URI=mongodb.owner_uri,
        ENDPAGE_SHARES_MONGODB_URI=mongodb.owner_uri,
        ENDPAGE_SHARES_DATABASE=unmigrated,
        ENDPAGE_MONGODB_MS="20000",
    )
    settings = Settings.from_environment(given)
    async with (
        listening(app_from(settings), settings) as origin,
        httpx.AsyncClient(base_url=f"http://{origin}", timeout=60) as client,
    ):
        for path in ("/startupz", "/readyz"):
            answer = await client.get(path)
            assert answer.status_code == 503
            assert answer.json() == {"status": "starting", "waitsFor": ["database"]}
        assert (await client.get("/livez")).status_code == 200
        await asyncio.to_thread(migrate, mongodb.owner_uri, unmigrated)
        async with asyncio.timeout(60):
            while (await client.get("/startupz")).status_code == 503:
                pass
        assert (await client.get("/startupz")).json() == {"status": "started"}
        assert (await client.get("/readyz")).status_code == 200
