"""Revocations: refused at once when they are known, whatever is remembered and whatever is open.

This file is long because what is known and what two gateways do with it belong together.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner

from gateway.cli import app
from gateway.errors import RequestError
from gateway.revocations import Revocations, unless_revoked
from loaders.errors import SourceUnavailable
from loaders.own_database import OwnDatabase
from loaders.revocation import Revocation, id_of_creator, id_of_token
from loaders.revocation_finds import RevocationFinds
from loaders.viewer import Viewer
from tests.gateway.serving import CREATOR, Served, serving
from tests.gateway.started import until
from tests.gateway.streaming import EVENTS, PARTS, streaming
from tests.gateway.talking import Socket, opened, talking
from tests.loaders.own_mongodb import OwnMongodb
from tests.loaders.shares_mongodb import DATABASE

START = datetime(2026, 1, 1, tzinfo=UTC)
UNTRUSTED = "The token cannot be trusted."
RUN = CliRunner()


class Book:
    """Revocations as a database would give them, which may be away."""

    def __init__(self) -> None:
        self.written: list[Revocation] = []
        self.asked: list[datetime | None] = []
        self.is_away = False
        self.now = START

    def write(self, id_: str, not_before: datetime | None = None) -> None:
        self.now += timedelta(hours=1)
        self.written.insert(
            0,
            Revocation(id=id_, not_before=not_before, changed_at=self.now, purge_at=self.now),
        )

    async def read(self, since: datetime | None) -> Sequence[Revocation]:
        self.asked.append(since)
        if self.is_away:
            raise SourceUnavailable(upstream="shares")
        return [one for one in self.written if since is None or one.changed_at >= since]


@dataclass(eq=False)
class Held:
    """Something that is open."""

    ended: int = 0

    def revoked(self) -> None:
        self.ended += 1


def viewer(creator_id: str = "1", token_id: str | None = "a", **changes: Any) -> Viewer:
    changes.setdefault("issued_at", START.timestamp())
    return Viewer(creator_id, "app", token_id=token_id, **changes)


async def test_one_token_or_all_before_a_moment() -> None:
    """A token is revoked by its id, a creator's by when they were issued; all others are good."""
    book = Book()
    book.write(id_of_token("a"))
    book.write(id_of_creator("2"), START)
    revocations = Revocations(book.read)
    await revocations.look()
    assert revocations.count == 2
    assert revocations.is_revoked(viewer(token_id="a"))
    assert not revocations.is_revoked(viewer(token_id="b"))
    assert not revocations.is_revoked(viewer(token_id=None))
    assert not revocations.is_revoked(viewer("2", "b"))
    assert revocations.is_revoked(viewer("2", "b", issued_at=START.timestamp() - 0.001))
    assert revocations.is_revoked(viewer("2", None, issued_at=None))
    # The names of one kind are none of the other.
    assert not revocations.is_revoked(viewer("a", "2"))


async def test_what_is_new_is_asked_for_alone() -> None:
    """After the first look only what was written since, with a minute for who was late."""
    book = Book()
    book.write(id_of_token("a"))
    revocations = Revocations(book.read)
    await revocations.look()
    await revocations.look()
    assert book.asked == [None, book.now - timedelta(minutes=1)]
    for _ in range(299):
        await revocations.look()
    assert [number for number, since in enumerate(book.asked) if since is None] == [0, 300]


async def test_what_is_open_for_a_revoked_token_is_told_once() -> None:
    """Only those of that token, also when it was revoked before they began to be watched."""
    book = Book()
    revocations = Revocations(book.read)
    await revocations.look()
    mine, other, renewed, ended, late = Held(), Held(), Held(), Held(), Held()
    revocations.watch(mine, viewer(token_id="a"))
    revocations.watch(other, viewer(token_id="b"))
    revocations.watch(renewed, viewer(token_id="a"))
    revocations.watch(renewed, viewer(token_id="c"))
    revocations.watch(ended, viewer(token_id="a"))
    revocations.forget(ended)
    book.write(id_of_token("a"))
    await revocations.look()
    await revocations.look()
    revocations.watch(late, viewer(token_id="a"))
    assert late.ended == 0
    await asyncio.sleep(0)
    assert [one.ended for one in (mine, other, renewed, ended, late)] == [1, 0, 0, 0, 1]


async def test_an_outage_changes_nothing() -> None:
    """What was revoked stays so, who is not is served, and the log says so once."""
    book = Book()
    book.is_away = True
    revocations = Revocations(book.read)
    with capture_logs() as lines:
        await revocations.look()
        assert not revocations.is_revoked(viewer())
        book.is_away = False
        book.write(id_of_token("a"))
        await revocations.look()
        book.is_away = True
        for _ in range(3):
            await revocations.look()
        assert revocations.is_revoked(viewer())
    assert [line["event"] for line in lines] == [
        "revocations_not_read",
        "revocations_read_again",
        "revocations_not_read",
    ]


async def test_a_fault_does_not_end_the_looking() -> None:
    """Whatever goes wrong in one look, there is a next one."""
    looks = 0

    async def read(_since: datetime | None) -> Sequence[Revocation]:
        nonlocal looks
        looks += 1
        if looks == 2:
            raise RuntimeError("nobody has foreseen it")
        return []

    revocations = Revocations(read, seconds=0.001)
    with capture_logs() as lines:
        await revocations.begin()
        await until(lambda: looks >= 4)
        await revocations.close()
    assert [line["event"] for line in lines] == ["revocations_not_read"]


async def test_a_revoked_token_is_refused_as_a_forged_one() -> None:
    """What was remembered as good is refused by the same words, as soon as it is known."""
    book = Book()
    revocations = Revocations(book.read)
    await revocations.look()

    async def identify(_authorization: str | None) -> Viewer:
        return viewer()

    checked = unless_revoked(identify, revocations)
    assert await checked("Bearer a") == viewer()
    book.write(id_of_token("a"))
    await revocations.look()
    with pytest.raises(RequestError) as caught:
        await checked("Bearer a")
    assert (caught.value.code, caught.value.message) == ("UNAUTHENTICATED", UNTRUSTED)


# Two gateways over one database.


def token_of(served: Served, jti: str, creator_id: str = CREATOR) -> str:
    claims = jwt.decode(served.token(creator_id), options={"verify_signature": False})
    return jwt.encode({**claims, "jti": jti}, served.secret, algorithm="HS256")


@pytest.fixture(scope="module")
async def two(
    mongodb: OwnMongodb, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Served, Served]]:
    """Two gateways that read the same revocations, ten times a second."""
    folder: Path = tmp_path_factory.mktemp("revocations")
    first = OwnDatabase(mongodb.shares_uri, DATABASE, cap=20)
    second = OwnDatabase(mongodb.shares_uri, DATABASE, cap=20)
    seen = [Revocations(RevocationFinds(one).since, seconds=0.1) for one in (first, second)]
    async with (
        serving(folder, revocations=seen[0]) as one,
        serving(folder, revocations=seen[1]) as other,
    ):
        for revocations in seen:
            await revocations.begin()
        yield one, other
        for revocations in seen:
            await revocations.close()
    await first.close()
    await second.close()


async def revoke(mongodb: OwnMongodb, *words: str) -> None:
    """The command, which blocks."""
    where = ("--mongodb-uri", mongodb.owner_uri, "--database", DATABASE)
    done = await asyncio.to_thread(lambda: RUN.invoke(app, ["revoke", *words, *where]))
    assert (done.exit_code, done.exception) == (0, None)


async def answered(served: Served, token: str) -> int:
    async with httpx.AsyncClient() as client:
        headers = {"authorization": f"Bearer {token}"}
        response = await client.post(served.url, json={"query": "{ viewer }"}, headers=headers)
    return response.status_code


async def ended(socket: Socket) -> None:
    assert await socket.closed() == (4401, UNTRUSTED)


async def test_everything_open_for_a_revoked_token_ends_on_every_gateway(
    mongodb: OwnMongodb, two: tuple[Served, Served]
) -> None:
    """Sockets with 4401, streams so that who comes back is refused; others' go on."""
    one, other = two
    revoked, good = token_of(one, "revoked"), token_of(one, "good")
    assert [await answered(served, revoked) for served in two] == [200, 200]
    async with (
        talking(one.ws_url, revoked) as here,
        talking(other.ws_url, revoked) as there,
        talking(one.ws_url, good) as another,
        streaming(other, token=revoked, accept=EVENTS) as events,
        streaming(one, token=revoked, accept=PARTS) as parts,
        streaming(one, token=good, accept=EVENTS) as others_events,
    ):
        await here.subscribe("1", "subscription { wait }")
        assert (await here.hear())["type"] == "next"
        await events.grow()
        await parts.grow()
        await others_events.grow()
        await revoke(mongodb, "--jti", "revoked")
        await ended(here)
        await ended(there)
        assert b": token not trusted\nretry: " in await events.rest()
        last = await parts.rest()
        assert b'"payload":null' in last
        assert UNTRUSTED.encode() in last
        assert [await answered(served, revoked) for served in two] == [401, 401]
        assert [await answered(served, good) for served in two] == [200, 200]
        await another.subscribe("1", "subscription { tick }")
        assert (await another.hear())["type"] == "next"
        # A renewal by a revoked token is none.
        await another.say("ping", payload={"authorization": f"Bearer {revoked}"})
        while (await another.hear())["type"] == "next":
            pass
    async with opened(one) as socket:
        await socket.say("connection_init", payload={"authorization": f"Bearer {revoked}"})
        await ended(socket)
    async with streaming(one, token=revoked, accept=EVENTS) as refused:
        assert refused.response.status_code == 401


async def test_a_creators_tokens_so_far_are_revoked(
    mongodb: OwnMongodb, two: tuple[Served, Served]
) -> None:
    """Those issued before are good no more, those issued after are, and other creators' are."""
    one, other = two
    creator = "6800000000000000077"
    before, others = token_of(one, "x", creator), token_of(one, "y")
    later = datetime.now(UTC) + timedelta(seconds=5)
    # Each gateway looks by itself: its own socket's end says that it knows.
    async with talking(one.ws_url, before) as here, talking(other.ws_url, before) as there:
        words = ("--creator", creator, "--before", f"{later:%Y-%m-%dT%H:%M:%S}")
        await revoke(mongodb, *words)
        await ended(here)
        await ended(there)
    assert [await answered(served, before) for served in two] == [401, 401]
    assert await answered(one, others) == 200
    claims = jwt.decode(before, options={"verify_signature": False})
    claims |= {"iat": int(later.timestamp()), "nbf": int(later.timestamp())}
    after = jwt.encode(claims, one.secret, algorithm="HS256")
    assert await answered(one, after) == 200


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--jti", "a", "--creator", "b"),
        ("--jti", ""),
        ("--jti", "x" * 257),
        ("--jti", "a", "--before", "2026-01-01"),
        ("--jti", "a", "--database", "sword fish"),
    ],
    ids=str,
)
def test_words_that_cannot_be_used_are_refused(words: tuple[str, ...]) -> None:
    """Nothing is revoked, and no address is repeated."""
    done = RUN.invoke(app, ["revoke", *words, "--mongodb-uri", "mongodb://a:swordfish@127.0.0.1:1"])
    assert done.exit_code == 2
    assert "swordfish" not in done.output


def test_it_says_that_nothing_is_revoked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that cannot be used is told without its address, and the exit code is not 0."""
    monkeypatch.setattr("loaders.revocations_schema._MILLISECONDS", 50)
    uri = "mongodb://a:swordfish@127.0.0.1:1"
    done = RUN.invoke(app, ["revoke", "--jti", "a", "--mongodb-uri", uri])
    assert (done.exit_code, done.output) == (
        1,
        "Nothing is revoked: the database said ServerSelectionTimeoutError.\n",
    )
