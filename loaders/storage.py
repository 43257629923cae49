"""Storage: where the files of recordings are, and the links by which the world may fetch them.

A link alone must do: players and background downloaders send no header of ours. What it opens, and
until when, is in it and signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from loaders.playable import Piece
from loaders.recording import Poster, StoredFile


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the storage says of a file; ``etag`` as it stands in HTTP, quotes included."""

    size_bytes: int
    media_type: str
    etag: str


class Storage(Protocol):
    """One storage of recordings."""

    async def facts(self, file: StoredFile) -> FileFacts | None:
        """What is known of the file; None: it is not there. Raises SourceUnavailable."""
        ...

    def link(
        self,
        piece: Piece,
        *,
        expires_at: datetime,
        file_name: str | None = None,
        share: str | None = None,
    ) -> str:
        """An absolute URL that fetches the piece by GET until ``expires_at`` (UTC).

        ``file_name``: it is saved under that name, and not shown. ``share``: the link is good only
        as long as that share is.
        """
        ...

    def poster_url(self, poster: Poster) -> str:
        """An absolute URL of a still picture: public, the same for as long as the picture is."""
        ...

    async def close(self) -> None:
        """Give all connections back."""
        ...
