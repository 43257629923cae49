"""Media over real sockets: what a link opens, in which words, and what it does not open."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.fakes.storage import FakeStorage
from tests.fakes.times import NOW
from tests.gateway.media_served import CONTENT, MediaServed, got, raw, serving_media

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


async def test_a_link_opens_its_piece(media: MediaServed) -> None:
    """The whole file, with all that a player on whatever page needs, and kept for a minute."""
    response = await got(media.link("r1"))
    assert response.status_code == 200
    assert response.content == CONTENT
    headers = dict(response.headers)
    assert re.fullmatch(r'"[0-9a-f]{24}"', headers.pop("etag"))
    assert parsedate_to_datetime(headers.pop("last-modified")).tzinfo is not None
    assert headers.pop("x-request-id")
    assert headers == {
        "accept-ranges": "bytes",
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "accept-ranges, content-disposition, content-range, etag",
        "cache-control": "private, no-transform, max-age=60",
        "content-disposition": "inline",
        "content-length": "100000",
        "content-type": "video/mp4",
        "content-security-policy": (
            "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
            "frame-ancestors 'none'"
        ),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "cross-origin",
        "permissions-policy": (
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
        ),
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }


async def test_head_says_the_same_of_a_file(media: MediaServed) -> None:
    """By the same link; a part of it cannot be asked for so."""
    whole, head = await got(media.link("r1")), await got(media.link("r1"), "HEAD")
    asked = await got(media.link("r1"), "HEAD", range="bytes=0-9")
    assert (head.status_code, head.content, asked.status_code) == (200, b"", 200)
    for name in ("etag", "last-modified", "content-length", "content-type", "accept-ranges"):
        assert head.headers[name] == whole.headers[name] == asked.headers[name]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"])
async def test_a_link_is_for_reading(media: MediaServed, method: str) -> None:
    """Every other method is refused, by whatever link."""
    target = media.target("r1")
    request = f"{method} {target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"
    answer = await raw(media.origin, request.encode())
    if method == "get":
        assert b"400 Bad Request" in answer
        return
    assert answer.startswith(b"HTTP/1.1 405 Method Not Allowed\r\n")
    assert b"\r\nallow: GET, HEAD\r\n" in answer
    assert CONTENT[:50] not in answer
    assert media.sources.mongo.finds == []


@pytest.mark.parametrize("name", ["Autumn coats.mp4", "Mäntel – 3 “neu”.mp4", "معاطف.mp4"])
async def test_a_link_with_a_name_is_saved_under_it(media: MediaServed, name: str) -> None:
    """In whatever alphabet; the name is a part of what is signed."""
    response = await got(media.link("r1", file_name=name))
    disposition = response.headers["content-disposition"]
    assert disposition.startswith('attachment; filename="')
    assert disposition.isascii()
    other = media.target("r1", file_name=name).replace(".mp4&sig", ".exe&sig")
    assert (await got(media.origin + other)).status_code == 403


async def test_no_letter_of_a_link_can_be_changed(media: MediaServed) -> None:
    """Each of them, one at a time: nothing is given, and nothing is looked up."""
    target = media.target("r1", file_name="Mäntel.mp4", share=SHARE)
    media.shares.open.add(SHARE)
    assert (await got(media.origin + target)).status_code == 200
    media.sources.mongo.finds.clear()
    wrong = [
        target[:position] + ("b" if letter != "b" else "c") + target[position + 1 :]
        for position, letter in enumerate(target)
        if position
    ]
    answers = b""
    for begin in range(0, len(wrong), 50):
        some = wrong[begin : begin + 50]
        *first, last = (f"GET {one} HTTP/1.1\r\nhost: a\r\n" for one in some)
        asked = "".join(f"{one}\r\n" for one in first) + f"{last}connection: close\r\n\r\n"
        answers += await raw(media.origin, asked.encode())
    statuses = re.findall(rb"HTTP/1.1 (\d{3}) ", answers)
    assert len(statuses) == len(wrong)
    assert set(statuses) == {b"403", b"404"}
    # Not found is what is not below /media/ any more.
    assert statuses.count(b"404") == len("media/")
    assert CONTENT[:50] not in answers
    assert media.sources.mongo.finds == []


async def test_a_link_is_one_pieces_alone(media: MediaServed) -> None:
    """The signature of one recording, piece or time is no other's."""
    media.put("r2")
    signature = media.target("r1").rpartition("=")[2]
    for other in (
        media.target("r2"),
        media.target("r1", 1),
        media.target("r1", None),
        media.target("r1", expires_at=NOW + timedelta(days=1)),
        media.target("r1", share=SHARE),
        media.target("r1", file_name="a"),
    ):
        forged = other.rpartition("=")[0] + "=" + signature
        assert (await got(media.origin + forged)).status_code == 403
    assert media.sources.mongo.finds == []


async def test_a_link_ends_to_the_second(media: MediaServed) -> None:
    """The second before it is good, and may be kept no longer than that; at it, it is over."""
    last = await got(media.link("r1", expires_at=NOW + timedelta(seconds=1)))
    assert (last.status_code, last.headers["cache-control"]) == (
        200,
        "private, no-transform, max-age=1",
    )
    media.sources.mongo.finds.clear()
    over = await got(media.link("r1", expires_at=NOW))
    assert (over.status_code, over.text) == (410, "This link is over. Ask for a new one.\n")
    assert media.sources.mongo.finds == []


async def test_what_nobody_foresaw_is_told_in_a_few_words(media: MediaServed) -> None:
    """And logged once, without the link."""
    media.shares.failure = RuntimeError("swordfish")
    target = media.target("r1", share=SHARE)
    with capture_logs() as lines:
        response = await got(media.origin + target)
    assert (response.status_code, response.text) == (500, "Something unexpected went wrong.\n")
    assert [line["event"] for line in lines] == ["unexpected", "media"]
    assert target.rpartition("=")[2] not in str(lines)


async def test_an_answer_is_one_line_of_log(media: MediaServed) -> None:
    """Who was given what, and nothing that would open it."""
    target = media.target("r1", file_name="swordfish.mp4")
    with capture_logs() as lines:
        await got(media.origin + target, range="bytes=0-9", x_request_id="r-1")
        await got(media.origin + target[:-1] + ("A" if target[-1] != "A" else "B"))
    opened, refused = lines
    assert opened.pop("ms") >= 0
    assert opened == {
        "event": "media",
        "log_level": "info",
        "request_id": "r-1",
        "method": "GET",
        "recording_id": "r1",
        "piece": 0,
        "status": 206,
        "bytes": 10,
        "outcome": "ok",
    }
    assert (refused["status"], refused["outcome"], refused["bytes"]) == (403, "not_signed", 0)
    assert "recording_id" not in refused
    assert target.rpartition("=")[2] not in str(lines)
    assert "swordfish" not in str(lines)


async def test_a_refusal_is_a_few_words(media: MediaServed) -> None:
    """For people, on whatever page, and kept by nobody."""
    response = await got(media.origin + "/media/anything", x_request_id="r-2")
    assert (response.status_code, response.text) == (403, "This is no link of ours.\n")
    headers = response.headers
    assert headers["content-type"] == "text/plain; charset=utf-8"
    assert headers["cache-control"] == "no-store"
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-request-id"] == "r-2"


async def test_without_files_of_our_own_there_are_no_links(tmp_path: Path) -> None:
    """Where a bucket has them, it alone serves them."""
    async with serving_media(tmp_path) as media:
        media.put("r1")
        media.sources.storage = FakeStorage()
        assert (await got(media.link("r1"))).status_code == 404
        assert media.sources.mongo.finds == []
