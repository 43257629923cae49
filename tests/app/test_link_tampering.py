"""Links that are not quite those that were given: none of them opens anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from loaders.link_keys import LinkKeys
from loaders.local_link import LocalLink
from tests.app.creator import Creator
from tests.app.keep_alive import kept_alive
from tests.app.linked import ended, first_download, target
from tests.app.product import Product
from tests.app.recorded import Recorded
from tests.gateway.media_served import KEYS

REFUSED = {400, 403, 404, 405}
# One letter becomes its neighbour, or changes its case.
FLIPS = (0x01, 0x20)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def recorded(archive: Iterator[Recorded]) -> Recorded:
    """A LIVE whose recordings stay as they are here."""
    return next(archive)


@pytest.fixture
async def link(product: Product, recorded: Recorded) -> str:
    """A real link to keep the first segment of a replay: what of it is sent."""
    return target((await first_download(recorded.creator, recorded.replay))["url"])


async def test_no_byte_of_a_link_can_be_changed(product: Product, link: str) -> None:
    """Each of them, in one way and another, over one connection: all are refused."""
    good = link.encode("ascii")
    async with kept_alive(product.gateway.origin) as connection:
        assert await connection.status(good, method=b"HEAD") == 200
        told = {}
        # The first byte says that it is a path: without it there is no request.
        for position in range(1, len(good)):
            for flip in FLIPS:
                changed = bytearray(good)
                changed[position] ^= flip
                if 0x20 < changed[position] < 0x7F:
                    told[bytes(changed)] = await connection.status(bytes(changed))
        assert connection.connections == 1
        assert len(told) > len(good)
        assert {one: status for one, status in told.items() if status not in REFUSED} == {}
        assert await connection.status(b"." + good[1:]) == 400
        assert await connection.status(good, method=b"HEAD") == 200


async def test_a_link_is_one_pieces_for_one_time(
    product: Product, recorded: Recorded, link: str
) -> None:
    """Its signature opens neither another segment nor another recording, and for no longer."""
    path, _, query = link.partition("?")
    replay, highlight = recorded.replay_id, recorded.highlight_id
    expires = query.partition("&")[0]
    later = f"expires={int(expires.partition('=')[2]) + 1}"
    signature = query.rpartition("&")[2]
    watched = (await recorded.creator.links(recorded.replay))["links"]["playback"][0]["url"]
    forged = [
        f"/media/{replay}/1.mp4?{query}",
        f"/media/{replay}/clip.mp4?{query}",
        f"/media/{highlight}/clip.mp4?{query}",
        f"/media/{highlight}/0.mp4?{query}",
        f"{path}?{query.replace(expires, later)}",
        f"{path}?{query}&share=abcdefghijklmnopqrstuv",
        f"{path}?{query}&",
        f"{path}?{query}&{signature}",
        f"{path}?{query.removesuffix('&' + signature)}",
        f"{path}?{signature}&{query.removesuffix('&' + signature)}",
        f"{path}?{query}=",
        f"{path}?{query.rpartition('=')[0]}=",
        f"{target(watched).rpartition('=')[0]}={signature.partition('=')[2]}",
        path,
        f"{path}?",
    ]
    async with kept_alive(product.gateway.origin) as connection:
        told = {one: await connection.status(one.encode()) for one in forged}
    assert told == dict.fromkeys(forged, 403)


async def test_a_link_is_for_reading_alone(product: Product, link: str) -> None:
    """By whatever method, known or not."""
    methods = (b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"TRACE", b"PROPFIND", b"MOVE")
    async with kept_alive(product.gateway.origin) as connection:
        told = {method: await connection.status(link.encode(), method=method) for method in methods}
    assert told == dict.fromkeys(methods, 405)


async def test_a_link_leads_nowhere_else(product: Product, recorded: Recorded, link: str) -> None:
    """With whatever it is spelt, neither out of the place of files nor to one by its own name."""
    path, _, query = link.partition("?")
    name = path.removeprefix("/media/")
    key = recorded.service.found(recorded.replay_id)["segments"][0]["file"]["key"]
    wrong = [
        f"/media/../media/{name}",
        f"/media/./{name}",
        f"/media//{name}",
        f"//media/{name}",
        f"/media/x/../{name}",
        f"/media/x/%2e%2e/{name}",
        f"/media/%2e/{name}",
        f"/%6dedia/{name}",
        f"/media/{name.replace('/', '%2f')}",
        f"/media/{name.replace('.mp4', '%2emp4')}",
        f"/media/{name}/",
        f"/media/{name}/..",
        f"/media/{name}%00",
        f"/media/{name};a",
        "/media/" + name.replace("/", "\\"),
        f"/media/{key}",
        f"/media/../{key}",
        f"/{key}",
        "/media/../../../../etc/passwd",
        "/media/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/media/%2e%2e/%2e%2e/%2e%2e/etc/passwd.mp4",
        "/media/....//....//etc/passwd",
        "/media/",
    ]
    async with kept_alive(product.gateway.origin) as connection:
        told = {one: await connection.status(f"{one}?{query}".encode()) for one in wrong}
        assert {one: status for one, status in told.items() if status not in REFUSED} == {}
        assert await connection.status(link.encode(), method=b"HEAD") == 200


async def test_only_our_own_keys_sign(product: Product, recorded: Recorded) -> None:
    """The same link by the gateway's key opens, by another's it does not, and once it has expired
    neither does it by the right one.
    """
    now = datetime.now(UTC)
    other = {"test": LinkKeys({"test": b"K" * 48}), "rest": LinkKeys({"rest": b"k" * 48})}

    def to(expires_at: datetime) -> LocalLink:
        return LocalLink(recording_id=recorded.replay_id, index=0, expires_at=expires_at)

    async with kept_alive(product.gateway.origin) as connection:
        assert await connection.status(to(now + HOUR).signed(KEYS).encode()) == 200
        for keys in other.values():
            assert await connection.status(to(now + HOUR).signed(keys).encode()) == 403
        assert await connection.status(to(now - HOUR).signed(KEYS).encode()) == 410
        assert await connection.status(to(now - HOUR).signed(other["test"]).encode()) == 403


async def test_a_link_shows_nothing_of_whose_it_is(
    product: Product, recorded: Recorded, link: str
) -> None:
    """Neither the creator nor the file's own name stands in it, nor does it in the log."""
    key = recorded.service.found(recorded.replay_id)["segments"][0]["file"]["key"]
    assert recorded.creator.id not in link
    assert key not in link
    stranger = Creator(product.creator("jpy"), product.gateway, product.client)
    response = await product.client.get(
        f"http://{product.gateway.origin}{link}",
        headers={"authorization": f"Bearer {stranger.token}", "cookie": "a=b"},
    )
    assert (response.status_code, "set-cookie" in response.headers) == (200, False)
    await ended(product.gateway, recorded.replay_id, "ok")
    assert link.rpartition("=")[2] not in product.gateway.log.read_text(encoding="utf-8")
