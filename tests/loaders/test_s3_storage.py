"""S3 storage: what is asked of the bucket, and how long what is signed for it lasts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from loaders.errors import SourceUnavailable
from loaders.head import HeadAnswer
from loaders.playable import Piece
from loaders.recording import Poster, StoredFile
from loaders.storage import FileFacts
from tests.fakes.times import NOW
from tests.loaders.buckets import FILE, SECRET, asked_of, signed, storage_at
from tests.loaders.links import split


@pytest.mark.parametrize(
    ("left", "seconds"),
    [
        (timedelta(minutes=10), 600),
        (timedelta(seconds=90.9), 90),
        (timedelta(days=7), 604_800),
        (timedelta(days=7, seconds=1), 604_800),
        (timedelta(days=365), 604_800),
        (timedelta(seconds=-5), 1),
    ],
)
def test_no_link_outlives_seven_days(left: timedelta, seconds: int) -> None:
    """It lasts as long as it is said to, and never longer than a bucket allows."""
    url = storage_at("https://b.test").link(Piece("r", 0, 0, 1.0, FILE), expires_at=NOW + left)
    assert asked_of(url)["X-Amz-Expires"] == str(seconds)
    assert url == signed("GET", url)


def test_a_link_says_how_it_is_shown() -> None:
    """With a name it is saved, without one it is shown, and its type is the document's."""
    storage, piece = storage_at("http://127.0.0.1:9000/b"), Piece("r", 0, 0, 1.0, FILE)
    shown = storage.link(piece, expires_at=NOW + timedelta(minutes=1), share="s")
    assert shown.startswith("http://127.0.0.1:9000/b/recordings/1/0.mp4?")
    assert asked_of(shown)["response-content-disposition"] == "inline"
    assert asked_of(shown)["response-content-type"] == "video/mp4"
    saved = storage.link(piece, expires_at=NOW + timedelta(minutes=1), file_name="Mäntel.mp4")
    assert asked_of(saved)["response-content-disposition"] == (
        "attachment; filename=\"M_ntel.mp4\"; filename*=UTF-8''M%C3%A4ntel.mp4"
    )
    assert SECRET not in shown + saved + repr(storage)


def test_a_posters_address_is_the_gateways() -> None:
    """It is public and lasts, which nothing does that is signed for a bucket."""
    storage = storage_at("https://b.test")
    url = storage.poster_url(Poster("posters/r1", 1, 1))
    assert url.startswith("https://gateway.test/posters/")
    assert storage.verified_poster(**split(url.removeprefix("https://gateway.test"))) == (
        "posters/r1"
    )


def test_where_a_poster_is_stands_for_a_while() -> None:
    """For five minutes it is the same address, good for ten minutes more."""
    moment = NOW
    storage = storage_at("https://b.test", now=lambda: moment)
    first = storage.poster_location("posters/r1")
    assert first == signed("GET", first)
    assert asked_of(first)["X-Amz-Expires"] == "900"
    assert asked_of(first)["response-content-type"] == "image/jpeg"
    assert first.startswith("https://b.test/posters/r1.jpg?")
    moment += timedelta(seconds=299.9)
    assert storage.poster_location("posters/r1") == first
    moment = NOW + timedelta(seconds=300)
    assert storage.poster_location("posters/r1") == signed("GET", first, at=moment)


async def test_facts_are_the_buckets_own() -> None:
    """Asked for with HEAD, by an address that is good for a minute; the type is the document's."""
    asked: list[str] = []

    async def head(url: str) -> HeadAnswer:
        asked.append(url)
        return HeadAnswer(200, {"content-length": "5000000000", "etag": '"abc-2"'})

    facts = await storage_at("https://b.test/in/it", head).facts(FILE)
    assert facts == FileFacts(5_000_000_000, "video/mp4", '"abc-2"')
    [url] = asked
    assert url.startswith("https://b.test/in/it/recordings/1/0.mp4?")
    assert asked_of(url)["X-Amz-Expires"] == "60"
    assert url == signed("HEAD", url)


@pytest.mark.parametrize(
    "answer",
    [
        HeadAnswer(403, {}),
        HeadAnswer(301, {}),
        HeadAnswer(500, {}),
        HeadAnswer(503, {}),
        HeadAnswer(200, {"etag": '"a"'}),
        HeadAnswer(200, {"content-length": "many", "etag": '"a"'}),
        HeadAnswer(200, {"content-length": "1"}),
    ],
    ids=str,
)
async def test_a_bucket_that_does_not_say_is_unavailable(answer: HeadAnswer) -> None:
    """It refuses, is elsewhere, breaks, or leaves out what matters."""

    async def head(_url: str) -> HeadAnswer:
        return answer

    with pytest.raises(SourceUnavailable):
        await storage_at("https://b.test", head).facts(FILE)


@pytest.mark.parametrize("key", ["../other/0.mp4", "a/../../b", "a/./b", "..", "."])
async def test_a_key_that_leads_elsewhere_is_not_there(key: str) -> None:
    """Nobody is asked for it: a client would ask for something else than was signed."""

    async def head(_url: str) -> HeadAnswer:
        raise AssertionError("it was asked for")

    assert await storage_at("https://b.test/in/it", head).facts(StoredFile(key)) is None
