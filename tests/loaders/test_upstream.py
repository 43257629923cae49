"""Upstream: what is asked over HTTP, and how answers find their keys."""

from __future__ import annotations

from typing import Any

import httpx
import msgspec

from loaders.envelope import Item
from loaders.errors import SourceBadAnswer, SourceForbidden, SourceUnavailable
from loaders.keys import Key
from loaders.upstream import Answers, HttpUpstream
from tests.fakes.documents import CREATOR, SOMEBODY_ELSE, live_id
from tests.loaders.asking import creator_key, session_key
from tests.loaders.little_service import envelope


def item(number: int, **said: Any) -> dict[str, Any]:
    header = {"live_id": live_id(number), "on_behalf_of": CREATOR, "language": "en"}
    return {**header, "code": 0, "status": "READY", "as_of": "1795360613", "groups": {}, **said}


class Service:
    """Answers every request with ``body`` through a transport, and keeps the requests."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.requests: list[httpx.Request] = []

    async def read(self, *keys: Key) -> Answers:
        """What an HttpUpstream makes of the answer."""
        async with httpx.MockTransport(self._answer) as transport:
            upstream = HttpUpstream(
                "shop", "http://shop/", transport=transport, credential="secret"
            )
            return await upstream.read(keys, time_left=0.6125, request_id="request-1")

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        content = httpx.ByteStream(self.body)
        return httpx.Response(
            200, stream=content, headers={"content-type": "application/json; charset=utf-8"}
        )


async def test_a_call_says_who_asks_how_long_and_for_what() -> None:
    """One POST with the credential, the request's id, the time left, and sorted groups by key."""
    service = Service(envelope(sessions=[item(1)], creators=[]))
    await service.read(session_key(1, "traffic", "sales"), creator_key(CREATOR, "level"))
    (request,) = service.requests
    assert (request.method, str(request.url)) == ("POST", "http://shop/v1/read")
    assert request.headers["authorization"] == "Bearer secret"
    assert request.headers["x-request-id"] == "request-1"
    assert request.headers["x-time-left-ms"] == "612"
    assert msgspec.json.decode(request.content) == {
        "sessions": [
            {
                "live_id": live_id(1),
                "on_behalf_of": CREATOR,
                "language": "en",
                "groups": ["sales", "traffic"],
            }
        ],
        "creators": [
            {
                "creator_id": CREATOR,
                "on_behalf_of": CREATOR,
                "language": "en",
                "groups": ["level"],
            }
        ],
    }


async def test_keys_that_differ_in_groups_alone_are_asked_once() -> None:
    """The union of their groups is asked for, and the one item answers them all."""
    service = Service(envelope(sessions=[item(1)]))
    wide, narrow = session_key(1, "sales", "traffic"), session_key(1, "sales", "products")
    answers = await service.read(wide, narrow)
    asked = msgspec.json.decode(service.requests[0].content)["sessions"]
    assert [one["groups"] for one in asked] == [["products", "sales", "traffic"]]
    assert answers[wide] is answers[narrow]


async def test_answers_are_matched_by_key_and_not_by_place() -> None:
    """Items in another order than they were asked for reach their own keys."""
    items = [item(n, as_of=str(1_795_360_000 + n)) for n in (3, 1, 2)]
    keys = [session_key(n) for n in (1, 2, 3)]
    answers = await Service(envelope(sessions=items)).read(*keys)
    seconds = [_item(answers[key]).as_of.timestamp() for key in keys]
    assert seconds == [1_795_360_001, 1_795_360_002, 1_795_360_003]


async def test_identity_and_language_are_part_of_the_match() -> None:
    """An item on somebody else's behalf, or in another language, answers nobody's key."""
    items = [item(1, on_behalf_of=SOMEBODY_ELSE), item(1, language="es")]
    key = session_key(1)
    assert isinstance((await Service(envelope(sessions=items)).read(key))[key], SourceBadAnswer)


async def test_an_id_written_as_a_number_is_the_same_id() -> None:
    """19 digits lose nothing on the way, whether they come as text or as a number."""
    items = [item(1, live_id=int(live_id(1)), on_behalf_of=int(CREATOR))]
    key = session_key(1)
    assert isinstance((await Service(envelope(sessions=items)).read(key))[key], Item)


async def test_what_is_wrong_with_one_item_costs_its_key_alone() -> None:
    """Missing, forbidden, failing and unreadable items leave their neighbours whole."""
    items = [
        item(1),
        item(2, code=105005, message="not theirs"),
        item(3, code=98001001),
        item(4, as_of=None),
        item(5, groups="garbage"),
        "garbage",
    ]
    keys = [session_key(n) for n in range(1, 7)]
    answers = await Service(envelope(sessions=items)).read(*keys)
    assert [type(answers[key]) for key in keys] == [
        Item,
        SourceForbidden,
        SourceUnavailable,
        SourceBadAnswer,
        SourceBadAnswer,
        SourceBadAnswer,
    ]


async def test_a_creator_and_a_session_of_one_id_are_two_things() -> None:
    """The part is in the key: an answer for the one does not answer the other."""
    session, creator = session_key(1), creator_key(live_id(1))
    answers = await Service(envelope(sessions=[item(1)])).read(session, creator)
    assert isinstance(answers[session], Item)
    assert isinstance(answers[creator], SourceBadAnswer)


def _item(answer: object) -> Item:
    assert isinstance(answer, Item)
    return answer
