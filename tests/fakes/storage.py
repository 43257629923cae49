"""A storage of recordings with no files in it, whose links say in plain words what they open."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from loaders.errors import SourceError
from loaders.playable import Piece
from loaders.recording import Poster, StoredFile
from loaders.storage import FileFacts

SIZE_BYTES = 1_000_000


class FakeStorage:
    """Has the face of ``loaders.storage.Storage``.

    Links begin with ``origin``. Every file is there but those whose keys are ``missing``;
    ``failure`` fails every question.
    """

    def __init__(self, origin: str = "https://media.invalid") -> None:
        self.origin = origin
        self.asked: list[str] = []
        self.missing: set[str] = set()
        self.failure: SourceError | None = None

    async def facts(self, file: StoredFile) -> FileFacts | None:
        """A million bytes, whose entity tag is the key."""
        self.asked.append(file.key)
        if self.failure is not None:
            raise self.failure
        if file.key in self.missing:
            return None
        return FileFacts(SIZE_BYTES, file.media_type, f'"{file.key}"')

    def link(
        self,
        piece: Piece,
        *,
        expires_at: datetime,
        file_name: str | None = None,
        share: str | None = None,
    ) -> str:
        """As in ``https://media.invalid/media/r1/0.mp4?expires=1795360200&share=s``."""
        told = {"expires": int(expires_at.timestamp()), "share": share, "name": file_name}
        query = urlencode({key: value for key, value in told.items() if value is not None})
        part = "clip" if piece.index is None else piece.index
        return f"{self.origin}/media/{piece.recording_id}/{part}.mp4?{query}"

    def poster_url(self, poster: Poster) -> str:
        """As in ``https://media.invalid/posters/r1.jpg``."""
        return f"{self.origin}/{poster.key}.jpg"

    async def close(self) -> None:
        """There is nothing to close."""
