"""Shares over the whole product: made once a wish, each creator's own, and over when they are."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.collection import Collection

from loaders.local_link import LocalLink
from resolvers.global_id import global_id, read_global_id
from tests.app.creator import Creator
from tests.app.gateway_process import GatewayProcess
from tests.app.linked import ended, opened_at
from tests.app.product import Product, errors_of, eventually, unix
from tests.app.recorded import LARGE, Recorded
from tests.gateway.media_served import KEYS
from tests.gateway.slow_reader import reading_at
from upstreams.simulator.recordings_service import RecordingsService

HOUR = timedelta(hours=1)
NODE = "query ($id: ID!) { node(id: $id) { ... on Share { id state visits recording { id } } } }"
UNKNOWN = global_id("Share", "0" * 21 + "A")
Written = Collection[dict[str, Any]]


@pytest.fixture
def written(product: Product) -> Iterator[Written]:
    """The shares as they are kept."""
    with MongoClient[dict[str, Any]](product.running.owner_mongodb_uri) as client:
        yield client.get_default_database("endpage")["shares"]


def token_of(share: dict[str, Any]) -> str:
    """What its page is found by."""
    named = read_global_id(share["id"])
    assert named is not None
    return named[1]


def shared_link(recorded: Recorded, share: dict[str, Any]) -> str:
    """What a page of the share links to: the first segment of the replay."""
    link = LocalLink(
        recording_id=recorded.replay_id,
        index=0,
        expires_at=datetime.now(UTC) + HOUR,
        share=token_of(share),
    )
    return link.signed(KEYS)


async def test_a_share_is_made_listed_and_ended(recorded: Recorded) -> None:
    """By what the APP ships; the same wish again gives it as it is by then."""
    creator = recorded.creator
    assert await creator.shares() == []
    told = await creator.share(recorded.replay, "wish")
    assert told["userErrors"] == []
    share = told["share"]
    assert share["url"] == f"http://{creator.gateway.origin}/s/{token_of(share)}"
    assert (share["state"], share["visits"]) == ("ACTIVE", 0)
    expires_at = recorded.service.found(recorded.replay_id)["expires_at"]
    assert unix(share["createdAt"]) < unix(share["expiresAt"]) <= expires_at.timestamp()
    other = (await creator.share(recorded.highlight, "other"))["share"]
    assert [one["id"] for one in await creator.shares()] == [other["id"], share["id"]]
    revoked = await creator.revoke(share["id"])
    assert revoked["userErrors"] == []
    assert (revoked["share"]["id"], revoked["share"]["state"]) == (share["id"], "REVOKED")
    assert await creator.revoke(share["id"]) == revoked
    again = await creator.share(recorded.replay, "wish")
    assert again == {"share": {**share, "state": "REVOKED"}, "userErrors": []}
    states = {one["id"]: one["state"] for one in await creator.shares()}
    assert states == {other["id"]: "ACTIVE", share["id"]: "REVOKED"}


async def test_a_wish_that_is_sent_twenty_times_is_one_share(
    recorded: Recorded, written: Written
) -> None:
    """All at once, and each is given it."""
    creator = recorded.creator
    told = await asyncio.gather(*(creator.share(recorded.replay, "wish") for _ in range(20)))
    assert [one["userErrors"] for one in told] == [[]] * 20
    assert len({one["share"]["id"] for one in told}) == 1
    assert written.count_documents({"creator_id": creator.id}) == 1


async def test_two_gateways_make_one_share_of_one_wish(
    recorded: Recorded, keeping: GatewayProcess, written: Written
) -> None:
    """Asked for the same at the same moment, both give the same."""
    keys = [f"wish-{number}" for number in range(10)]
    here, there = recorded.creator, recorded.creator.at(keeping)
    told = await asyncio.gather(
        *(creator.share(recorded.replay, key) for key in keys for creator in (here, there))
    )
    tokens = [token_of(one["share"]) for one in told]
    assert tokens[::2] == tokens[1::2]
    assert len(set(tokens)) == len(keys)
    found = written.find({"creator_id": here.id})
    assert {one["idempotency_key"]: one["_id"] for one in found} == dict(
        zip(keys, tokens[::2], strict=True)
    )


async def test_a_wish_is_for_one_recording(recorded: Recorded, written: Written) -> None:
    """The same key for another one is refused, and makes nothing."""
    creator = recorded.creator
    await creator.share(recorded.replay, "wish")
    told = await creator.share(recorded.highlight, "wish")
    assert told["share"] is None
    assert [error["code"] for error in told["userErrors"]] == ["IDEMPOTENCY_KEY_REUSED"]
    assert written.count_documents({"creator_id": creator.id}) == 1


async def test_a_share_is_its_creators_alone(product: Product, recorded: Recorded) -> None:
    """Nobody else sees it in a list, fetches it by its id or ends it; to them there is none."""
    creator = recorded.creator
    share = (await creator.share(recorded.replay, "wish"))["share"]
    own = (await creator.data(NODE, id=share["id"]))["node"]
    assert own == {
        "id": share["id"],
        "state": "ACTIVE",
        "visits": 0,
        "recording": {"id": recorded.replay},
    }
    stranger = Creator(product.creator("jpy"), product.gateway, product.client)
    assert share["id"] not in [one["id"] for one in await stranger.shares()]
    for identifier in (share["id"], UNKNOWN):
        answer = await stranger.ask(NODE, id=identifier)
        assert answer["data"] == {"node": None}
        assert errors_of(answer) == {"node": "NOT_FOUND"}
    refused = await stranger.revoke(share["id"])
    assert refused == await stranger.revoke(UNKNOWN)
    assert refused["share"] is None
    assert [error["code"] for error in refused["userErrors"]] == ["NOT_FOUND"]
    told = await stranger.share(recorded.replay, "wish")
    assert [error["code"] for error in told["userErrors"]] == ["NOT_FOUND"]
    assert (await creator.data(NODE, id=share["id"]))["node"] == own


@pytest.mark.parametrize(
    ("withdraw", "state"),
    [
        (RecordingsService.delete, "RECORDING_GONE"),
        (RecordingsService.expire, "RECORDING_GONE"),
        (RecordingsService.restrict, "RECORDING_RESTRICTED"),
    ],
)
async def test_a_share_ends_with_its_recording(
    recorded: Recorded, keeping: GatewayProcess, withdraw: Any, state: str
) -> None:
    """Its creator sees why, and its links open nothing any more."""
    creator = recorded.creator
    share = (await creator.share(recorded.replay, "wish"))["share"]
    link = shared_link(recorded, share)
    assert await opened_at(keeping, link, creator.client) == 200
    withdraw(recorded.service, recorded.replay_id)
    assert [one["state"] for one in await creator.shares()] == [state]

    async def status() -> int:
        return await opened_at(keeping, link, creator.client)

    assert await eventually(status, until=lambda now: now != 200) == 410
    # The wish has been granted: it is told what has become of it.
    assert (await creator.share(recorded.replay, "wish"))["share"]["state"] == state


async def test_a_share_that_is_ended_ends_everywhere(
    recorded: Recorded, keeping: GatewayProcess
) -> None:
    """What it links to opens nothing any more, at whichever gateway, and what is under way is cut
    off; the creator's own links go on.
    """
    creator = recorded.creator
    recorded.enlarge()
    share = (await creator.share(recorded.replay, "wish"))["share"]
    own = (await creator.links(recorded.replay))["links"]["downloads"][0]["url"]
    link, gateways = shared_link(recorded, share), (creator.gateway, keeping)
    async with (
        reading_at(creator.gateway.origin, link) as here,
        reading_at(keeping.origin, link) as there,
    ):
        await creator.revoke(share["id"])
        for gateway, reader in zip(gateways, (here, there), strict=True):
            await ended(gateway, recorded.replay_id, "gone")
            await reader.read()
            assert 0 < reader.received < LARGE
    for gateway in gateways:
        assert await opened_at(gateway, link, creator.client) == 410
        assert await opened_at(gateway, own, creator.client) == 200
