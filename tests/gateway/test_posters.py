"""Posters over real sockets: public, the same for as long as they are, and not to be tried out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from structlog.testing import capture_logs

from loaders.head import HeadAnswer
from loaders.recording import Poster
from loaders.s3_storage import S3Settings, S3Storage
from tests.fakes.storage import FakeStorage
from tests.fakes.times import NOW
from tests.gateway.media_served import KEYS, MediaServed, got, serving_media

PICTURE = b"\xff\xd8 a picture"
KEY = "posters/r1"


@pytest.fixture(scope="module")
async def media(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[MediaServed]:
    """A gateway with a picture."""
    async with serving_media(tmp_path_factory.mktemp("posters")) as opened:
        (opened.directory / "posters").mkdir()
        (opened.directory / "posters" / "r1.jpg").write_bytes(PICTURE)
        yield opened


def address(media: MediaServed, key: str = KEY) -> str:
    """Where the poster is."""
    url = media.sources.storage.poster_url(Poster(key, 1, 1))
    return url.replace("https://gateway.test", media.origin)


async def test_a_picture_is_kept_for_good(media: MediaServed) -> None:
    """By everybody, and shown on every page."""
    response = await got(address(media))
    assert (response.status_code, response.content) == (200, PICTURE)
    headers = response.headers
    assert headers["content-type"] == "image/jpeg"
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["access-control-allow-origin"] == "*"
    known = await got(address(media), if_none_match=headers["etag"])
    assert (known.status_code, known.content) == (304, b"")
    assert known.headers["cache-control"] == headers["cache-control"]
    head = await got(address(media), "HEAD")
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(PICTURE)))


async def test_a_picture_is_not_found_by_trying(media: MediaServed) -> None:
    """Another tag, another key or a query are not found, just like what there is not."""
    good = address(media)
    tag = good.split("/")[4]
    for wrong in (
        good.replace(tag, tag[:-1] + ("A" if tag[-1] != "A" else "B")),
        good.replace("r1", "r2"),
        good.replace("r1", "%721"),
        f"{good}?w=100",
        address(media, "posters/gone"),
        address(media, "../jwt_secret"),
        f"{media.origin}/posters/",
        f"{media.origin}/posters/a/b.jpg",
    ):
        response = await got(wrong)
        assert (response.status_code, response.text) == (404, "There is no such file.\n")
        assert response.headers["cache-control"] == "no-store"


async def test_a_picture_is_for_reading(media: MediaServed) -> None:
    """Every other method is refused."""
    response = await got(address(media), "POST")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")


async def test_an_answer_is_one_line_of_log(media: MediaServed) -> None:
    """Which picture it was, and not how it was asked for."""
    with capture_logs() as lines:
        await got(address(media))
    [line] = lines
    assert (line["event"], line["poster"], line["status"]) == ("poster", KEY, 200)
    assert address(media).split("/")[4] not in str(line)


async def test_a_bucket_has_it_elsewhere(media: MediaServed) -> None:
    """The gateway says where, for less long than that is so."""

    async def head(_url: str) -> HeadAnswer:
        raise AssertionError("nobody need be asked")

    settings = S3Settings(
        bucket_url="https://bucket.test/b", region="r", access_key_id="k", secret_key="s" * 40
    )
    mine = media.sources.storage
    moment = NOW + timedelta(seconds=299)
    media.sources.storage = S3Storage(
        settings, public_url="https://gateway.test", keys=KEYS, head=head, now=lambda: moment
    )
    try:
        response, other = await got(address(media)), await got(address(media, "posters/r2"))
        wrong = await got(address(media).replace("r1", "r2"))
    finally:
        media.sources.storage = mine
    assert (response.status_code, other.status_code, wrong.status_code) == (302, 302, 404)
    location = response.headers["location"]
    assert location.startswith("https://bucket.test/b/posters/r1.jpg?")
    asked = {name: value for name, [value] in parse_qs(urlsplit(location).query).items()}
    # Signed four minutes and more ago, for a quarter of an hour; kept for five minutes from now.
    assert (asked["X-Amz-Date"], asked["X-Amz-Expires"]) == ("20261122T151000Z", "900")
    assert response.headers["cache-control"] == "public, max-age=300"


async def test_a_storage_of_another_kind_has_addresses_of_its_own(media: MediaServed) -> None:
    """None of them is ours."""
    good, mine = address(media), media.sources.storage
    media.sources.storage = FakeStorage()
    try:
        assert (await got(good)).status_code == 404
    finally:
        media.sources.storage = mine
