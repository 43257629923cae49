"""Media that is not to be had: its recording, its share or its file is not there, or not known."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from loaders.errors import SourceUnavailable
from loaders.names import MONGODB
from tests.fakes.times import NOW
from tests.gateway.media_served import CONTENT, MediaServed, got, serving_media

SHARE = "abcdefghijklmnopqrstuv"


@pytest.fixture(scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[MediaServed]:
    """A gateway with files."""
    async with serving_media(tmp_path_factory.mktemp("media")) as opened:
        yield opened


@pytest.fixture
def media(shared: MediaServed) -> MediaServed:
    """The same, in which all is well."""
    shared.put("r1")
    shared.sources.mongo.finds.clear()
    shared.shares.open.clear()
    shared.shares.failure = None
    return shared


@pytest.mark.parametrize(
    "state", ["PROCESSING", "RESTRICTED", "DELETED", "FAILED", "EXPIRED", "NOT_SAVED", "NEW"]
)
async def test_a_link_is_over_when_its_recording_is(media: MediaServed, state: str) -> None:
    """Whatever it is now that cannot be watched."""
    media.put("r1", state=state)
    response = await got(media.link("r1"))
    assert (response.status_code, response.text) == (
        410,
        "This recording is not here any more.\n",
    )
    assert (await got(media.link("r1"), "HEAD")).status_code == 410


async def test_a_link_is_over_when_its_recording_is_deleted_or_has_expired(
    media: MediaServed,
) -> None:
    """There is none, or its time is over by the clock."""
    media.delete("r1")
    assert (await got(media.link("r1"))).status_code == 410
    media.put("r1", state="READY", expires_at=NOW)
    assert (await got(media.link("r1"))).status_code == 410
    media.put("r1", state="READY", expires_at=NOW + timedelta(seconds=1))
    assert (await got(media.link("r1"))).status_code == 200


async def test_a_highlight_is_one_piece(media: MediaServed) -> None:
    """It has a clip and no segments, and a replay has segments and no clip."""
    path = media.put("r1")
    key = str(path.relative_to(media.directory))
    media.put("r1", kind="HIGHLIGHT", state="READY", segments=[], file={"key": key})
    assert (await got(media.link("r1", None))).content == CONTENT
    assert (await got(media.link("r1", 0))).status_code == 404
    media.put("r1")
    assert (await got(media.link("r1", None))).status_code == 404


@pytest.mark.parametrize("index", [1, 2, 999_999])
async def test_a_piece_that_is_not_there_is_not_found(media: MediaServed, index: int) -> None:
    """A partial replay gives what it has."""
    assert (await got(media.link("r1", index))).status_code == 404
    assert (await got(media.link("r1", 0))).status_code == 200


@pytest.mark.parametrize(
    "key",
    ["../jwt_secret", "/etc/passwd", "recordings/r1/gone.mp4", "recordings/r1", "", "a\0b", "."],
)
async def test_no_document_leads_out_of_the_directory(media: MediaServed, key: str) -> None:
    """What it names is not there."""
    segment = {
        "index": 0,
        "state": "READY",
        "starts_at_seconds": 0,
        "duration_seconds": 1.0,
        "size_bytes": 1,
        "file": {"key": key},
    }
    media.put("r1", segments=[segment])
    response = await got(media.link("r1"))
    assert (response.status_code, response.text) == (404, "There is no such file.\n")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("video/webm", "video/webm"),
        ("text/html", "application/octet-stream"),
        ("image/svg+xml;charset=utf-8", "application/octet-stream"),
        ("video/mp4\r\nset-cookie: a=b", "application/octet-stream"),
        ("ビデオ", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
async def test_a_piece_is_a_film(media: MediaServed, said: str, told: str) -> None:
    """A type that would make a page of it is not told on."""
    path = media.put("r1")
    file = {"key": str(path.relative_to(media.directory)), "media_type": said}
    media.put("r1", kind="HIGHLIGHT", segments=[], file=file)
    response = await got(media.link("r1", None))
    assert (response.status_code, response.headers["content-type"]) == (200, told)
    assert "set-cookie" not in response.headers


async def test_a_database_that_is_away_is_waited_for(tmp_path: Path) -> None:
    """The link may be good: it is to be tried again, a little later."""
    async with serving_media(tmp_path) as media:
        media.put("r1")
        media.sources.mongo.failures["recordings"] = SourceUnavailable(upstream=MONGODB)
        response = await got(media.link("r1"))
    assert response.status_code == 503
    assert 1 <= int(response.headers["retry-after"]) <= 4
    assert response.headers["cache-control"] == "no-store"


async def test_a_document_that_cannot_be_read_opens_nothing(media: MediaServed) -> None:
    """It is not known what it is."""
    media.put("r1", duration_seconds="long")
    assert (await got(media.link("r1"))).status_code == 503


async def test_a_link_is_good_while_its_share_is_open(media: MediaServed) -> None:
    """Closed, open, closed again; and not to be looked up."""
    link = media.link("r1", share=SHARE)
    assert (await got(link)).status_code == 410
    media.shares.open.add(SHARE)
    assert (await got(link)).content == CONTENT
    media.shares.open.clear()
    assert (await got(link)).status_code == 410
    media.shares.failure = SourceUnavailable(upstream=MONGODB)
    assert (await got(link)).status_code == 503
