"""Far apart: a film whose second half lies far behind its first, so that a player must jump."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

GAP = 64 * 1024 * 1024
_HEAD = struct.Struct(">I4s")
_NUMBER = struct.Struct(">I")
_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl"})


def put_far_apart(film: Path, path: Path) -> None:
    """Write the film to ``path`` with nothing in between; in a hole, which takes up no disk.

    The film must be an MP4 file with its index before its content, as the company's are.
    """
    content = bytearray(film.read_bytes())
    [(start, size)] = [box for kind, *box in _boxes(content, 0, len(content)) if kind == b"mdat"]
    offsets = [
        (at, _NUMBER.unpack_from(content, at)[0]) for at in _offsets(content, 0, len(content))
    ]
    split = min(offset for _, offset in offsets if offset >= start + size // 2)
    for at, offset in offsets:
        _NUMBER.pack_into(content, at, offset + (GAP if offset >= split else 0))
    _HEAD.pack_into(content, start, size + GAP, b"mdat")
    with path.open("wb") as file:
        file.write(content[:split])
        file.seek(split + GAP)
        file.write(content[split:])


def _boxes(content: bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The kind, place and size of each box between two places."""
    while start < end:
        size, kind = _HEAD.unpack_from(content, start)
        yield kind, start, size
        start += size


def _offsets(content: bytearray, start: int, end: int) -> Iterator[int]:
    """Where it says where a chunk of pictures or sound is."""
    for kind, at, size in _boxes(content, start, end):
        inside = at + _HEAD.size
        if kind in _HOLDERS:
            yield from _offsets(content, inside, at + size)
        elif kind == b"stco":
            # After four bytes of flags, and a count.
            yield from range(inside + 8, at + size, _NUMBER.size)
