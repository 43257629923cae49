"""Playable: which pieces of a recording can be watched now, and why it cannot be watched at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from loaders.recording import Recording, StoredFile

_PLAYABLE = ("READY", "PARTIAL")
EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a recording: a segment of a replay by its ``index``, or a whole highlight (None).

    Times in seconds; ``starts_at_seconds`` counts from the start of the LIVE.
    """

    recording_id: str
    index: int | None
    starts_at_seconds: int
    duration_seconds: float
    file: StoredFile


def shown_state(recording: Recording, now: datetime) -> str:
    """The state of a recording as it is at ``now``: what has expired can be played no more."""
    has_expired = recording.expires_at is not None and recording.expires_at <= now
    return EXPIRED if has_expired and recording.state in _PLAYABLE else recording.state


def is_playable(recording: Recording, now: datetime) -> bool:
    """Whether anything of it can be watched at ``now``."""
    return shown_state(recording, now) in _PLAYABLE


def pieces_of(recording: Recording) -> Iterator[Piece]:
    """Its files, in the order in which they are watched. A partial replay lacks some."""
    if recording.file is not None:
        yield Piece(
            recording.id,
            None,
            recording.starts_at_seconds,
            recording.duration_seconds,
            recording.file,
        )
    for segment in sorted(recording.segments, key=lambda one: one.index):
        if segment.file is not None:
            yield Piece(
                recording.id,
                segment.index,
                segment.starts_at_seconds,
                segment.duration_seconds,
                segment.file,
            )
