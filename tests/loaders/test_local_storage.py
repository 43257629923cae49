"""Local storage: files below the directory, and nothing else, whatever a document says."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.local_link import LocalLink
from loaders.local_storage import LocalStorage
from loaders.playable import Piece
from loaders.recording import Poster, StoredFile
from tests.fakes.times import NOW
from tests.loaders.links import KEYS, split
from tests.loaders.local_files import FILE, etag, opened, storage_in


async def test_what_a_file_is(tmp_path: Path) -> None:
    """Its size from the directory, its type from the document, and when it was written."""
    storage = storage_in(tmp_path)
    os.utime(tmp_path / "files" / FILE.key, (0, NOW.timestamp() + 0.75))
    facts = await storage.facts(StoredFile(FILE.key, "video/webm"))
    assert facts is not None
    assert (facts.size_bytes, facts.media_type) == (10, "video/webm")
    file = await opened(storage)
    assert file.modified_at == NOW
    file.close()
    await storage.close()


async def test_an_entity_tag_is_one_contents(tmp_path: Path) -> None:
    """The same until the file is another, by its size, its time, or by taking its place."""
    storage, path = storage_in(tmp_path), tmp_path / "files" / FILE.key
    os.utime(path, (0, 1_000))
    before = await etag(storage)
    assert before == await etag(storage)
    assert before[0] == before[-1] == '"'
    os.utime(path, ns=(0, 1_000 * 10**9 + 1))
    touched = await etag(storage)
    path.write_bytes(b"longer than before")
    os.utime(path, (0, 1_000))
    longer = await etag(storage)
    other = path.with_name("other")
    other.write_bytes(b"as long as before.")
    os.utime(other, (0, 1_000))
    other.replace(path)
    replaced = await etag(storage)
    assert len({before, touched, longer, replaced}) == 4
    await storage.close()


WAYS_OUT = [
    "../secret",
    "recordings/../../secret",
    "recordings/1/../../../secret",
    "./recordings/1/0.mp4",
    "recordings//1/0.mp4",
    "recordings/1/0.mp4/",
    "recordings/1/0.mp4/.",
    "/recordings/1/0.mp4",
    "recordings/1",
    "recordings",
    "",
    ".",
    "..",
    "/",
    "recordings/1/0.mp4\0",
    "recordings/1/\udcff\ud800.mp4",
    "linked",
    "linked_folder/secret",
    "linked_inside/0.mp4",
    "recordings/1/linked.mp4",
    "pipe",
    "recordings\\1\\0.mp4",
    "x" * 300,
    "x/" * 3000,
]


@pytest.mark.parametrize("key", WAYS_OUT)
async def test_no_key_leads_out(tmp_path: Path, key: str) -> None:
    """Neither a way up nor a link, not even one that stays inside, nor what is no file."""
    storage, directory = storage_in(tmp_path), tmp_path / "files"
    (directory / "linked").symlink_to(tmp_path / "secret")
    (directory / "linked_folder").symlink_to(tmp_path, target_is_directory=True)
    (directory / "linked_inside").symlink_to(directory / "recordings" / "1")
    (directory / "recordings" / "1" / "linked.mp4").symlink_to("0.mp4")
    os.mkfifo(directory / "pipe")
    for asked in (key, str(tmp_path / "secret"), f"{directory}/{key}"):
        assert await storage.facts(StoredFile(asked)) is None
    await storage.close()


@given(st.lists(st.sampled_from(["..", ".", "", "recordings", "1", "secret", "0.mp4", "files"])))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_no_way_leads_out(tmp_path: Path, parts: list[str]) -> None:
    """Of all ways through these names, the one that goes straight down leads to the file."""
    storage = storage_in(tmp_path)
    facts = asyncio.run(storage.facts(StoredFile("/".join(parts))))
    assert (facts is not None) is ("/".join(parts) == FILE.key)
    asyncio.run(storage.close())


async def test_the_directory_itself_may_be_linked_to(tmp_path: Path) -> None:
    """Where the files are is for the settings to say."""
    storage_in(tmp_path)
    (tmp_path / "elsewhere").symlink_to(tmp_path / "files")
    storage = LocalStorage(tmp_path / "elsewhere", public_url="", keys=KEYS, cap=30.0)
    assert await storage.facts(FILE) is not None
    await storage.close()


async def test_a_directory_that_is_gone_has_no_files(tmp_path: Path) -> None:
    """As when a disk is not there: the files are not, either."""
    storage = storage_in(tmp_path)
    (tmp_path / "files").rename(tmp_path / "moved")
    assert await storage.facts(FILE) is None
    await storage.close()


async def test_links_begin_with_the_gateways_own_address(tmp_path: Path) -> None:
    """A piece's link opens that piece; a poster's address is its own."""
    storage = storage_in(tmp_path)
    piece = Piece("r1", 3, 0, 1.0, FILE)
    url = storage.link(piece, expires_at=NOW, file_name="a.mp4", share="s")
    assert url.startswith("https://gateway.test/media/r1/3.mp4?expires=")
    assert storage.verified(**split(url.removeprefix("https://gateway.test"))) == LocalLink(
        recording_id="r1", index=3, expires_at=NOW, file_name="a.mp4", share="s"
    )
    clip = storage.link(Piece("r1", None, 0, 1.0, FILE), expires_at=NOW + timedelta(seconds=0.9))
    assert storage.verified(**split(clip.removeprefix("https://gateway.test"))) == LocalLink(
        recording_id="r1", index=None, expires_at=NOW
    )
    poster = storage.poster_url(Poster("posters/r1", 1, 1)).removeprefix("https://gateway.test")
    assert storage.verified_poster(**split(poster)) == "posters/r1"
    await storage.close()
