"""Shelf: the directory with the files of all stand-ins, each made when it is not there yet."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from upstreams.media.stand_in import STAND_INS, StandIn


def fill(directory: Path) -> list[Path]:
    """Make the files that are missing or cut short; return those that were made."""
    made = []
    for stand_in in STAND_INS:
        clip, poster = directory / stand_in.file_key, directory / stand_in.poster_file
        if not clip.is_file() or clip.stat().st_size != stand_in.size_bytes:
            made.append(_placed(clip, partial(_clip, stand_in)))
        if not poster.is_file() or poster.stat().st_size == 0:
            made.append(_placed(poster, partial(_poster, stand_in)))
    return made


def _placed(path: Path, write: Callable[[Path], None]) -> Path:
    """Make a file under another name and rename it: under its own it is there whole or not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def _clip(stand_in: StandIn, path: Path) -> None:
    # Not at the top: a shelf that is full needs no encoder.
    from upstreams.media.clip import write_clip

    write_clip(stand_in, path)


def _poster(stand_in: StandIn, path: Path) -> None:
    from upstreams.media.poster import write_poster

    write_poster(stand_in, path)
