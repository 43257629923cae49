"""Recordings: the replay and the highlights of LIVEs."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.errors import KnownError
from loaders.keys import Key
from loaders.operation import Operation
from loaders.recording_finds import RecordingsAnswer


async def recordings_by_session(
    operation: Operation, keys: list[Key]
) -> Sequence[RecordingsAnswer | KnownError]:
    """The recordings of each LIVE and its creator."""
    found = await operation.sources.recordings.read(operation, keys)
    return [found[key] for key in keys]
