"""Local file: read piece by piece for as long as it stays the same, and let go of by everybody."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.errors import SourceUnavailable
from loaders.local_file import FileChanged
from tests.loaders.local_files import FILE, HandDriven, etag, opened, storage_in


async def test_a_file_is_read_piece_by_piece(tmp_path: Path) -> None:
    """From anywhere, as much as is asked for or there is."""
    storage = storage_in(tmp_path)
    file = await opened(storage)
    assert [await file.read(0, 4), await file.read(4, 4), await file.read(8, 4)] == [
        b"0123",
        b"4567",
        b"89",
    ]
    with pytest.raises(FileChanged):
        await file.read(10, 1)
    file.close()
    await storage.close()


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_bytes(b"9876543210"),
        lambda path: path.write_bytes(b"0123"),
        lambda path: os.truncate(path, 0),
        lambda path: os.truncate(path, 20),
    ],
    ids=["other", "shorter", "empty", "longer"],
)
async def test_a_file_that_changes_is_read_no_further(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    """Two halves of two files are no file."""
    storage, path = storage_in(tmp_path), tmp_path / "files" / FILE.key
    os.utime(path, (0, 1_000))
    file = await opened(storage)
    assert await file.read(0, 1) == b"0"
    change(path)
    with pytest.raises(FileChanged):
        await file.read(1, 1)
    file.close()
    await storage.close()


async def test_a_file_whose_place_is_taken_is_read_to_its_end(tmp_path: Path) -> None:
    """Who has begun with it goes on with it; it is the newcomer that has another tag."""
    storage, path = storage_in(tmp_path), tmp_path / "files" / FILE.key
    file = await opened(storage)
    other = path.with_name("other")
    other.write_bytes(b"9876543210")
    other.replace(path)
    assert await file.read(0, 10) == b"0123456789"
    assert file.facts.etag != await etag(storage)
    file.close()
    await storage.close()


def open_files() -> int:
    """How many descriptors this process has."""
    return len(list(Path("/proc/self/fd").iterdir()))


async def test_a_disk_that_hangs_is_not_waited_for(tmp_path: Path) -> None:
    """Who asks is told in time; what is opened after all is closed again."""
    disk = HandDriven()
    storage = storage_in(tmp_path, threads=disk, cap=0.001)
    with pytest.raises(SourceUnavailable):
        await storage.open(FILE)
    before = open_files()
    disk.do()
    assert open_files() == before


async def test_a_file_is_closed_after_the_read_that_is_under_way(tmp_path: Path) -> None:
    """Its number is nobody else's before."""
    disk = HandDriven()
    storage = storage_in(tmp_path, threads=disk)
    opening = asyncio.ensure_future(storage.open(FILE))
    await asyncio.sleep(0)
    disk.do()
    file = await opening
    assert file is not None
    reading = asyncio.ensure_future(file.read(0, 4))
    await asyncio.sleep(0)
    before = open_files()
    file.close()
    assert open_files() == before
    disk.do()
    assert await reading == b"0123"
    assert open_files() == before - 1


async def test_a_read_that_nobody_waits_for_lets_the_file_go(tmp_path: Path) -> None:
    """Who leaves in the middle of a read leaves nothing open."""
    storage = storage_in(tmp_path)
    before = open_files()
    for _ in range(50):
        file = await opened(storage)
        reading = asyncio.ensure_future(file.read(0, 4))
        await asyncio.sleep(0)
        reading.cancel()
        file.close()
        await asyncio.gather(reading, return_exceptions=True)
    await storage.facts(FILE)
    await asyncio.get_running_loop().run_in_executor(None, lambda: None)
    assert open_files() < before + 25
    await storage.close()
