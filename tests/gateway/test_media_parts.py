"""Parts of media over real sockets: what players and downloaders ask for, and what they have."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest

from tests.gateway.media_served import CONTENT, MediaServed, got, raw, serving_media


@pytest.fixture(scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[MediaServed]:
    """A gateway with files."""
    async with serving_media(tmp_path_factory.mktemp("parts")) as opened:
        yield opened


@pytest.fixture
def media(shared: MediaServed) -> MediaServed:
    """The same, with the file as it was."""
    shared.put("r1")
    return shared


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-", (0, 99_999)),
        ("bytes=0-0", (0, 0)),
        ("bytes=70000-", (70_000, 99_999)),
        ("bytes=65535-65536", (65_535, 65_536)),
        ("bytes=1000-9999999", (1_000, 99_999)),
        ("bytes=-1", (99_999, 99_999)),
        ("bytes=-9999999", (0, 99_999)),
    ],
)
async def test_a_part_of_a_file(media: MediaServed, header: str, part: tuple[int, int]) -> None:
    """Exactly the bytes that are asked for, and said which they are."""
    first, last = part
    response = await got(media.link("r1"), range=header)
    assert response.status_code == 206
    assert response.content == CONTENT[first : last + 1]
    assert response.headers["content-range"] == f"bytes {first}-{last}/100000"
    assert response.headers["content-length"] == str(last - first + 1)


@pytest.mark.parametrize(
    "header", ["bytes=100000-", "bytes=-0", "bytes=5-2", "bytes=0-1,5-6", "bytes=x"]
)
async def test_a_part_that_there_is_not(media: MediaServed, header: str) -> None:
    """Refused with the file's size; so are several at once."""
    response = await got(media.link("r1"), range=header)
    assert response.status_code == 416
    assert response.headers["content-range"] == "bytes */100000"
    assert CONTENT[:20] not in response.content


async def test_ranges_in_several_headers_are_several_ranges(media: MediaServed) -> None:
    """However they are written."""
    target = media.target("r1")
    request = (
        f"GET {target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n"
        "range: bytes=0-1\r\nrange: bytes=5-6\r\n\r\n"
    )
    assert (await raw(media.origin, request.encode())).startswith(b"HTTP/1.1 416 ")


async def test_another_unit_is_not_known(media: MediaServed) -> None:
    """So the whole is given."""
    response = await got(media.link("r1"), range="seconds=1-2")
    assert (response.status_code, response.content) == (200, CONTENT)


async def test_the_rest_of_what_was_begun(media: MediaServed) -> None:
    """By its tag, or its time, the rest; of what is another file by now, all of it."""
    first = await got(media.link("r1"))
    etag = first.headers["etag"]
    rest = await got(media.link("r1"), range="bytes=99990-", if_range=etag)
    assert (rest.status_code, rest.content) == (206, CONTENT[-10:])
    path = media.put("r1", bytes(reversed(CONTENT)))
    whole = await got(media.link("r1"), range="bytes=99990-", if_range=etag)
    assert (whole.status_code, whole.content) == (200, bytes(reversed(CONTENT)))
    assert whole.headers["etag"] != etag
    assert path.exists()
    weak = await got(media.link("r1"), range="bytes=0-1", if_range="W/" + whole.headers["etag"])
    assert weak.status_code == 200


async def test_a_range_that_is_not_asked_for_any_more_is_not_judged(media: MediaServed) -> None:
    """Of another file by now, there may be no such part."""
    response = await got(media.link("r1"), range="bytes=999999-", if_range='"other"')
    assert (response.status_code, response.content) == (200, CONTENT)


async def test_what_a_client_has_is_not_sent_again(media: MediaServed) -> None:
    """By its tag or its time; and what it does not mean is not sent at all."""
    first = await got(media.link("r1"))
    etag, modified = first.headers["etag"], first.headers["last-modified"]
    for known in (
        await got(media.link("r1"), if_none_match=etag),
        await got(media.link("r1"), if_modified_since=modified, range="bytes=0-1"),
        await got(media.link("r1"), "HEAD", if_none_match=f'"x", W/{etag}'),
    ):
        assert (known.status_code, known.content) == (304, b"")
        assert known.headers["etag"] == etag
        assert "content-length" not in known.headers
    earlier = format_datetime(parsedate_to_datetime(modified) - timedelta(days=1), usegmt=True)
    for other in (
        await got(media.link("r1"), if_match='"other"'),
        await got(media.link("r1"), if_unmodified_since=earlier),
        await got(media.link("r1"), if_match=f"W/{etag}", range="bytes=0-1"),
    ):
        assert other.status_code == 412
        assert CONTENT[:20] not in other.content
    same = await got(media.link("r1"), if_match=etag, range="bytes=0-1")
    assert (same.status_code, same.content) == (206, CONTENT[:2])


async def test_an_empty_file_is_sent_as_one(media: MediaServed) -> None:
    """It has no part that could be asked for."""
    media.put("r1", b"")
    response = await got(media.link("r1"))
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-length"] == "0"
    assert (await got(media.link("r1"), range="bytes=0-")).status_code == 416
