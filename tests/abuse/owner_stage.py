"""Owner stage: two creators, all that one of them has, and a gateway that joins and keeps.

``theirs`` is what a creator really has, ``unknown`` the same kinds of things that there never were.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from gateway.document_id import hash_of
from resolvers.global_id import global_id, read_global_id
from tests.app.creator import Creator
from tests.app.gateway_process import UNHURRIED, gateway_over
from tests.app.product import DELAYS, OPERATIONS, Product, product_over
from tests.app.recorded import all_recorded
from tests.unbounded import UNBOUNDED
from upstreams.launch import Company

ROUTER = "r" * 32
# A document that one client alone may ask for by its id.
THEIR_DOCUMENT = "query Theirs { viewer { creatorId } }"
CURSORS = """query ($first: Int = 2) { viewer {
  liveSessions(first: $first) { edges { cursor } } shares(first: 1) { edges { cursor } } } }"""
BROADCAST = "query ($id: ID!) { liveSession(sessionId: $id) { broadcast { id } } }"


@dataclass(frozen=True)
class Things:
    """What one may ask for: ids as the platform has them, and what the gateway has given out."""

    session: str
    creator: str
    broadcast: str
    recording: str
    share: str
    live_cursor: str
    share_cursor: str
    document: str
    stream: str
    etag: str

    def opaque(self, type_name: str) -> str:
        """The global id of one of them as an object of that type."""
        raw = {
            "Creator": self.creator,
            "Broadcast": self.broadcast,
            "Recording": f"{self.session}/{self.recording}",
            "Share": self.share,
        }
        return global_id(type_name, raw.get(type_name, self.session))


UNKNOWN = Things(
    session="7299999999999999999",
    creator="6899999999999999999",
    broadcast="7299999999999999999",
    recording="7399999999999999999",
    share="A" * 22,
    live_cursor="A" * 75,
    share_cursor="B" * 79,
    document=hash_of("query Unknown { viewer { creatorId } }"),
    stream="s" * 32,
    etag='W/"unknown"',
)


@dataclass(frozen=True)
class OwnerStage:
    """Who asks (``mine``, of whom ``own`` is), and what is ``theirs``."""

    product: Product
    mine: Creator
    own: Things
    victim: Creator
    theirs: Things
    unknown: Things = UNKNOWN

    @property
    def headers(self) -> dict[str, str]:
        """Those of who asks; the language is said, so that it is the same for all."""
        return {"authorization": f"Bearer {self.mine.token}", "accept-language": "en"}


async def things_of(creator: Creator, session: str, recording: str, *, key: str) -> Things:
    """What a creator has, with a new share of a recording that can be played."""
    share = await creator.shared(global_id("Recording", f"{session}/{recording}"), key)
    viewer = (await creator.data(CURSORS))["viewer"]
    live = (await creator.data(BROADCAST, id=session))["liveSession"]
    return Things(
        session=session,
        creator=creator.id,
        broadcast=session_of(live["broadcast"]["id"]),
        recording=recording,
        share=share["url"].rpartition("/")[2],
        live_cursor=viewer["liveSessions"]["edges"][0]["cursor"],
        share_cursor=viewer["shares"]["edges"][0]["cursor"],
        document=hash_of(THEIR_DOCUMENT),
        stream=await _reserved(creator),
        etag=await _etag(creator, session),
    )


def session_of(opaque: str) -> str:
    """The raw id within a global id."""
    found = read_global_id(opaque)
    assert found is not None
    return found[1]


async def _reserved(creator: Creator) -> str:
    """The ticket to an event stream of theirs."""
    headers = {"authorization": f"Bearer {creator.token}"}
    answer = await creator.client.put(creator.gateway.url, headers=headers)
    assert answer.status_code == 201
    return answer.text


async def _etag(creator: Creator, session: str) -> str:
    """What names an answer that they have got."""
    asked = {"query": f'{{ liveSession(sessionId: "{session}") {{ title }} }}'}
    headers = {"authorization": f"Bearer {creator.token}"}
    answer = await creator.client.get(creator.gateway.url, params=asked, headers=headers)
    assert answer.status_code == 200
    etag: str = answer.headers.get("etag", UNKNOWN.etag)
    return etag


@asynccontextmanager
async def owner_stage(folder: Path) -> AsyncIterator[OwnerStage]:
    """A company of its own, whose gateway has a router, documents, and keeps what it has read."""
    router, known, listed = folder / "router", folder / "known.json", folder / "other.json"
    router.write_text(ROUTER, encoding="ascii")
    everybodys = {hash_of(text): text for text in OPERATIONS.values()}
    known.write_text(json.dumps(everybodys), encoding="utf-8")
    listed.write_text(json.dumps({hash_of(THEIR_DOCUMENT): THEIR_DOCUMENT}), encoding="utf-8")
    changes = {
        "ENDPAGE_KEPT_MEGABYTES": "64",
        "ENDPAGE_STALL_SECONDS": "300",
        "ENDPAGE_UPDATE_MS": "20000",
        # All of the race may take and wait for their turn.
        "ENDPAGE_BODY_SECONDS": "300",
        "ENDPAGE_QUEUE": "2000",
        "ENDPAGE_FEDERATION_CREDENTIAL_FILE": str(router),
        "ENDPAGE_DOCUMENTS": f"{known},other={listed}",
        **UNHURRIED,
        # All of them ask from one address, and one creator asks more than anybody would.
        **UNBOUNDED,
    }
    company = Company(seed=7, creators=50, per_minute=0, live_ends_within=3600, delays=DELAYS)
    async with (
        company as running,
        gateway_over(running, folder, **changes) as gateway,
        product_over(running, gateway) as product,
    ):
        first, second, *_ = all_recorded(product)
        key = secrets.token_hex(8)
        yield OwnerStage(
            product=product,
            mine=first.creator,
            own=await things_of(first.creator, first.session, first.replay_id, key=key),
            victim=second.creator,
            theirs=await things_of(second.creator, second.session, second.replay_id, key=key),
        )
