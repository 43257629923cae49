"""One path: what is another's and what there is not are looked for in the same way.

Each check of an owner is looked at by itself, since another one often stands behind it. The file is
long, because there are as many checks as ways to a thing.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest
from websockets.datastructures import Headers
from websockets.http11 import Request

from gateway.reservations import Reservations
from gateway.settings import Settings
from gateway.websocket_handshake import Opening, respond
from loaders.errors import NotFound
from loaders.keys import Key, Part
from loaders.link_keys import LinkKeys, Purpose
from loaders.local_link import verified
from loaders.mongo import Mongo
from loaders.recording_finds import RecordingFinds
from loaders.session import Session
from loaders.session_finds import SessionFinds, SessionKey
from loaders.sessions import sessions_by_broadcast, sessions_by_id
from loaders.share import Share, is_open
from resolvers.context import Info
from resolvers.global_id import global_id
from resolvers.ownership import own_session
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE, SOMEBODY_ELSE, live_id, recording, session
from tests.fakes.times import NOW
from tests.gateway.serving import environment
from tests.resolvers.sharing import REVOKE

THEIRS, UNKNOWN = live_id(2), live_id(3)
KEPT = 64_000_000
NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"
LINKS = """mutation ($id: ID!) { createRecordingLinks(input: { id: $id }) {
  recording { id } userErrors { code message field } } }"""
SHARE = """mutation ($id: ID!) { createShare(input: { recordingId: $id, idempotencyKey: "k" }) {
  share { id } userErrors { code message field } } }"""
WAYS = {
    "page": "query ($id: ID!) { endPage(sessionId: $id) { id metrics { status } } }",
    "live": "query ($id: ID!) { liveSession(sessionId: $id) { id broadcast { id } } }",
    **dict.fromkeys(
        ("LiveSession", "EndPage", "Broadcast", "Metrics", "Rewards", "Journey", "Recordings"), NODE
    ),
    "Recording": NODE,
    "links": LINKS,
    "share": SHARE,
}


def company_of_two(*, kept_bytes: int = 0) -> FakeCompany:
    """Somebody else has a LIVE with a recording; time stands still."""
    both = FakeCompany(kept_bytes=kept_bytes, monotonic=lambda: 1.0)
    both.mongo.put("live_sessions", session(THEIRS, creator_id=SOMEBODY_ELSE))
    both.mongo.put("recordings", recording("r2", THEIRS, creator_id=SOMEBODY_ELSE))
    return both


def named(way: str, session_id: str) -> str:
    """What a way takes to get at something of that LIVE."""
    if way in {"page", "live"}:
        return session_id
    if way in {"Recording", "links", "share"}:
        return global_id("Recording", f"{session_id}/r2")
    return global_id(way, session_id)


@pytest.mark.parametrize("kept_bytes", [0, KEPT], ids=["nothing kept", "kept"])
@pytest.mark.parametrize("way", WAYS)
async def test_both_cost_one_find_and_no_call(way: str, kept_bytes: int) -> None:
    """Also while all that is the other's is kept for them, who have just looked at it; and what was
    not found is known for a moment, whichever of the two it is.
    """
    company = company_of_two(kept_bytes=kept_bytes)
    whole = "query ($id: ID!) { endPage(sessionId: $id) { recordings { status } } }"
    assert (await company.ask(whole, {"id": THEIRS}, creator=SOMEBODY_ELSE)).errors == []
    answers = []
    for sought in (THEIRS, UNKNOWN):
        company.mongo.finds.clear()
        answer = await company.ask(WAYS[way], {"id": named(way, sought)})
        answers.append(msgspec.json.encode(answer.to_wire()).replace(sought.encode(), b""))
        assert company.calls() == {"live_sessions": 1}
        await company.ask(WAYS[way], {"id": named(way, sought)})
        again = {0: 2, KEPT: 2 if way == "Broadcast" else 1}[kept_bytes]
        assert company.calls() == {"live_sessions": again}
    assert answers[0] == answers[1]


async def test_what_is_kept_for_one_is_not_there_for_another() -> None:
    """Not even while the database is away: another's LIVE cannot be told from one there is not."""
    company = company_of_two(kept_bytes=KEPT)
    assert (await company.ask(WAYS["live"], {"id": THEIRS}, creator=SOMEBODY_ELSE)).errors == []
    company.mongo.finds.clear()
    await company.ask(WAYS["live"], {"id": THEIRS})
    assert company.calls() == {"live_sessions": 1}


async def test_what_is_asked_of_a_service_is_asked_for_its_creator() -> None:
    """Who asks is a part of the key by which answers are joined and kept, for LIVE and creator."""
    operation = company_of_two().operation()
    own = msgspec.convert(session(LIVE), Session)
    theirs = msgspec.convert(session(LIVE, creator_id=SOMEBODY_ELSE), Session)
    keys = [operation.session_key("shop_analytics", one, NOW) for one in (own, theirs)]
    assert [key.on_behalf_of for key in keys] == [CREATOR, SOMEBODY_ELSE]
    assert len({*keys, operation.creator_key("shop_analytics", CREATOR)}) == 3


async def test_a_share_is_ended_by_one_question_whosever_it_is() -> None:
    """Its creator is a part of the question; what has no form of a token is none."""
    company = company_of_two()
    told = [
        msgspec.json.encode((await company.ask(REVOKE, {"id": global_id("Share", one)})).to_wire())
        for one in ("A" * 22, "B" * 22, "", "$ne")
    ]
    assert len(set(told)) == 1
    assert company.calls() == {}


async def test_who_shows_a_live_looks_whose_it_is() -> None:
    """Whatever the loaders have given."""
    operation = company_of_two().operation()
    theirs = msgspec.convert(session(THEIRS, creator_id=SOMEBODY_ELSE), Session)
    operation.prime(cast("Any", sessions_by_id), THEIRS, theirs)
    with pytest.raises(NotFound):
        await own_session(THEIRS, cast("Info", SimpleNamespace(context=operation)))


async def test_who_reads_a_live_looks_whose_it_is() -> None:
    """One find for all who ask; each is given their own, and the gateway itself any."""
    company = company_of_two()
    finds = SessionFinds(cast("Mongo", company.mongo), now=lambda: NOW)
    keys = [SessionKey(THEIRS, one) for one in (CREATOR, SOMEBODY_ELSE, None)]
    found = await finds.read(keys, time_left=1.0, request_id="1")
    assert [found[key] is not None for key in keys] == [False, True, True]
    assert [find.question for find in company.mongo.finds] == [{"_id": {"$in": [THEIRS]}}]
    assert await sessions_by_id(company.operation(), [THEIRS]) == [None]


async def test_who_reads_recordings_looks_whose_they_are() -> None:
    """Those of a LIVE that are not its creator's are not shown with it."""
    finds = RecordingFinds(cast("Mongo", company_of_two().mongo), now=lambda: NOW)
    keys = [Key(Part.SESSION, THEIRS, one, "en", frozenset()) for one in (CREATOR, SOMEBODY_ELSE)]
    found = await finds.read(keys, time_left=1.0, request_id="1")
    told: list[Any] = [found[key] for key in keys]
    assert [[one.id for one in answer.recordings] for answer in told] == [[], ["r2"]]


async def test_who_reads_a_broadcast_looks_whose_it_is() -> None:
    """Another's LIVEs of it are left out, and are not even read."""
    company = company_of_two()
    company.mongo.put("live_sessions", session(UNKNOWN, creator_id="another", broadcast_id=LIVE))
    found = await sessions_by_broadcast(company.operation(), [LIVE, THEIRS])
    assert [[one.id for one in sessions] for sessions in found] == [[LIVE], []]


async def test_a_reserved_stream_is_its_creators() -> None:
    """The ticket in another's hands is good for nothing."""
    reservations = Reservations()
    reserved = reservations.reserve(CREATOR, most=9, most_per_creator=9)
    assert reservations.has(reserved.token, CREATOR)
    assert not reservations.has(reserved.token, SOMEBODY_ELSE)
    reservations.end(reserved)


def test_a_link_is_signed_with_its_method() -> None:
    """What is signed begins with the method: a signature of the address alone is none."""
    keys = LinkKeys({"test": b"k" * 32})
    address = b"/media/7500000000000000001/2.mp4?expires=1795363800&key=test"
    for message, is_link in (
        (b"GET " + address, True),
        (address, False),
        (b"PUT " + address, False),
    ):
        path, _, query = address.partition(b"?")
        signed = query + b"&signature=" + keys.signature(Purpose.MEDIA, message).encode()
        assert (verified(keys, path=path, query=signed) is not None) is is_link


def test_a_share_that_was_revoked_is_not_open() -> None:
    """From the moment on at which it was."""
    share = Share(
        token="s" * 22,
        creator_id=CREATOR,
        live_id=LIVE,
        recording_id="r1",
        idempotency_key="k",
        is_indexable=False,
        created_at=NOW,
        expires_at=NOW + timedelta(days=1),
        purge_at=NOW + timedelta(days=31),
    )
    assert is_open(share, NOW)
    assert not is_open(msgspec.structs.replace(share, revoked_at=NOW), NOW)


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 101),
        ("http://gateway.example", 101),
        ("https://evil.example", 403),
        ("http://gateway.example.evil.example", 403),
        ("null", 403),
    ],
)
def test_a_socket_is_for_no_other_site(tmp_path: Path, origin: str | None, status: int) -> None:
    """A page of another site opens none; an APP, or our own page, does."""
    headers = Headers(
        {
            "host": "gateway.example",
            "upgrade": "websocket",
            "connection": "Upgrade",
            "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
            "sec-websocket-version": "13",
        }
    )
    if origin is not None:
        headers["origin"] = origin
    settings = Settings.from_environment(environment(tmp_path))
    answer = respond(Opening(), Request("/graphql", headers), settings)
    assert answer.status_code == status
