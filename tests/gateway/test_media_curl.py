"""Media by curl: what a downloader that nobody wrote for this gateway makes of it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.faults.exchange import Address
from tests.faults.pipe import Pipe
from tests.faults.port import behaving
from tests.gateway.curl import BROKEN, PARTIAL, REFUSED, curl, started
from tests.gateway.media_served import CONTENT, MediaServed, serving_media
from tests.gateway.started import until

SHARE = "abcdefghijklmnopqrstuv"
# So much, and so slowly, that it is neither over nor in the buffers on the way when it is cut.
FILM = os.urandom(48 * 1024 * 1024)
SLOWLY = ("-f", "--limit-rate", "10M")


@pytest.fixture(scope="module")
async def media(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[MediaServed]:
    """A gateway with a short film and a long one."""
    async with serving_media(tmp_path_factory.mktemp("curl")) as opened:
        opened.put("short")
        opened.put("long", FILM)
        yield opened


def size_of(path: Path) -> int:
    """How much has been written of it."""
    return path.stat().st_size if path.exists() else 0


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("0-99", slice(100)),
        ("99990-", slice(-10, None)),
        ("-5", slice(-5, None)),
        ("0-999999", slice(None)),
    ],
    ids=str,
)
async def test_a_part(media: MediaServed, asked: str, part: slice) -> None:
    """Of what is asked for, exactly that."""
    assert await curl("-f", "-r", asked, media.link("short")) == (0, CONTENT[part])


@pytest.mark.parametrize("asked", ["0-1,4-5", "100000-"])
async def test_a_part_that_is_not_given(media: MediaServed, asked: str) -> None:
    """Several at once, or what lies behind the end."""
    assert await curl("-f", "-r", asked, media.link("short")) == (REFUSED, b"")
    _, printed = await curl("-i", "-r", asked, media.link("short"))
    assert printed.startswith(b"HTTP/1.1 416 ")
    assert b"\r\ncontent-range: bytes */100000\r\n" in printed


async def test_a_look(media: MediaServed) -> None:
    """What a downloader wants to know before it begins."""
    code, printed = await curl("-I", media.link("short"))
    head = printed.decode("ascii").lower().split("\r\n")
    assert (code, head[0]) == (0, "http/1.1 200 ok")
    assert {"content-length: 100000", "accept-ranges: bytes", "content-type: video/mp4"} <= set(
        head
    )


async def test_the_rest_of_what_was_begun(media: MediaServed) -> None:
    """Of the same file a part, of another the whole."""
    _, printed = await curl("-I", media.link("short"))
    [etag] = [line[6:] for line in printed.decode().split("\r\n") if line.startswith("etag: ")]
    rest = await curl("-r", "99990-", "-H", f"If-Range: {etag}", media.link("short"))
    whole = await curl("-r", "99990-", "-H", 'If-Range: "x"', media.link("short"))
    assert (rest, whole) == ((0, CONTENT[-10:]), (0, CONTENT))


async def test_a_name_to_save_it_under(media: MediaServed, tmp_path: Path) -> None:
    """curl takes the plain one."""
    link = media.link("short", file_name="Mäntel/3.mp4")
    assert await curl("-f", "-OJ", link, folder=tmp_path) == (0, b"")
    assert os.listdir(tmp_path) == ["M_ntel_3.mp4"]  # noqa: PTH208  # pathlib's may not stand here
    assert (tmp_path / "M_ntel_3.mp4").read_bytes() == CONTENT


async def test_a_download_goes_on_after_a_cut(media: MediaServed, tmp_path: Path) -> None:
    """The wire breaks in the middle; the rest is asked for, and the film is whole."""
    film = tmp_path / "film.mp4"
    async with behaving(Pipe(Address.of(media.origin))) as pipe:
        link = pipe.address.url + media.target("long")
        process = await started(*SLOWLY, "-o", str(film), link)
        await until(lambda: size_of(film) > 100_000)
        pipe.refuse()
        assert await process.wait() in {PARTIAL, BROKEN}
        begun = size_of(film)
        assert FILM.startswith(film.read_bytes())
        assert 0 < begun < len(FILM)
        await until(lambda: len(media.served.media_streams) == 0)
        await pipe.behave()
        with capture_logs() as lines:
            assert await curl("-f", "-C", "-", "-o", str(film), link) == (0, b"")
        assert film.read_bytes() == FILM
        [line] = [line for line in lines if line["event"] == "media"]
        assert (line["status"], line["bytes"]) == (206, len(FILM) - begun)


async def test_a_download_ends_with_its_share(media: MediaServed, tmp_path: Path) -> None:
    """It is broken off, and the rest is not given; were it open again, it would be."""
    film, link = tmp_path / "film.mp4", media.link("long", share=SHARE)
    media.shares.open.add(SHARE)
    process = await started(*SLOWLY, "-o", str(film), link)
    await until(lambda: size_of(film) > 100_000)
    media.shares.open.clear()
    assert await process.wait() in {PARTIAL, BROKEN}
    assert 0 < size_of(film) < len(FILM)
    _, status = await curl("-C", "-", "-o", str(tmp_path / "no"), "-w", "%{http_code}", link)
    assert status == b"410"
    media.shares.open.add(SHARE)
    assert await curl("-f", "-C", "-", "-o", str(film), link) == (0, b"")
    assert film.read_bytes() == FILM


async def test_a_download_ends_with_its_recording(media: MediaServed, tmp_path: Path) -> None:
    """Deleted meanwhile, it is broken off, and is not there any more."""
    film, link = tmp_path / "film.mp4", media.link("deleted")
    media.put("deleted", FILM)
    process = await started(*SLOWLY, "-o", str(film), link)
    await until(lambda: size_of(film) > 100_000)
    media.delete("deleted")
    assert await process.wait() in {PARTIAL, BROKEN}
    assert 0 < size_of(film) < len(FILM)
    assert await curl("-f", "-C", "-", "-o", str(film), link) == (REFUSED, b"")
