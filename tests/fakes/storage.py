"""A storage in which every file is, with links that say what they are for."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from loaders.playable import Piece
from loaders.recording import Poster, StoredFile
from loaders.storage import FileFacts


class FakeStorage:
    """Has what ``loaders.storage.Storage`` has."""

    def __init__(self, origin: str = "https://media.invalid") -> None:
        self.origin = origin

    async def facts(self, file: StoredFile) -> FileFacts | None:
        """Every file is there."""
        return FileFacts(1_000, file.media_type, '"etag"')

    def link(
        self,
        piece: Piece,
        *,
        expires_at: datetime,
        file_name: str | None = None,
        share: str | None = None,
    ) -> str:
        """Nobody checks it."""
        name = "clip" if piece.index is None else piece.index
        told = {"expires": int(expires_at.timestamp()), "share": share, "name": file_name}
        query = urlencode({key: value for key, value in told.items() if value is not None})
        return f"{self.origin}/media/{piece.recording_id}/{name}.mp4?{query}"

    def poster_url(self, poster: Poster) -> str:
        """The same for as long as the picture is."""
        return f"{self.origin}/{poster.key}.jpg"

    async def close(self) -> None:
        """Nothing is open."""
