"""What the doctor says of the databases, and of what their users may do."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from gateway.doctor.databases import company_database, of_window, own_database
from gateway.doctor.finding import Outcome
from loaders.database_checkup import CheckupFailed, DatabaseCheckup, missing_rights
from loaders.shares_schema import migrate
from tests.gateway.deployed import settings_with
from tests.loaders.own_mongodb import OwnMongodb
from tests.loaders.shares_mongodb import SPARE


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
