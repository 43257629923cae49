"""S3 storage: an S3-compatible bucket with the files of recordings, which serves them itself.

The gateway has no part in a download: it signs an address of the bucket, which then opens the file
until it expires, whatever becomes of the recording meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from loaders import poster_link
from loaders.content_disposition import INLINE, attachment
from loaders.errors import SourceUnavailable
from loaders.head import Head
from loaders.link_keys import LinkKeys
from loaders.names import STORAGE
from loaders.playable import Piece
from loaders.recording import Poster, StoredFile
from loaders.s3_signature import LONGEST_SECONDS, S3Signer, quoted_key
from loaders.storage import FileFacts

_ASKING_SECONDS = 60
# No client asks for a path with one of these in it: it takes the step itself.
_STEPS = frozenset({".", ".."})
# The address of a picture is the same for a while, so that who asks again has it already.
_POSTER_SECONDS = 900
POSTER_STANDS_SECONDS = 300
"""For how long the address that a poster is at is handed out."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Settings:
    """Where the bucket is, its path included if it has one, and the access key to sign for."""

    bucket_url: str
    region: str
    access_key_id: str
    secret_key: str = field(repr=False)


class S3Storage:
    """The bucket."""

    def __init__(
        self,
        settings: S3Settings,
        *,
        public_url: str,
        keys: LinkKeys,
        head: Head,
        now: Callable[[], datetime],
    ) -> None:
        """``public_url`` and ``keys`` are for posters, whose addresses are the gateway's; ``head``
        asks the bucket; ``now`` is the clock (UTC).
        """
        self._bucket_url = settings.bucket_url
        self._signer = S3Signer(
            region=settings.region,
            access_key_id=settings.access_key_id,
            secret_key=settings.secret_key,
        )
        self._public_url = public_url
        self._keys = keys
        self._head = head
        self._now = now

    async def facts(self, file: StoredFile) -> FileFacts | None:
        """What is known of the file; None: it is not there. Raises SourceUnavailable."""
        if not _STEPS.isdisjoint(file.key.split("/")):
            return None
        url = self._signer.signed("HEAD", self._url(file), at=self._now(), seconds=_ASKING_SECONDS)
        answer = await self._head(url)
        if answer.status == 404:
            return None
        size, etag = answer.headers.get("content-length", ""), answer.headers.get("etag", "")
        if answer.status != 200 or not (size.isascii() and size.isdigit() and etag):
            # 403 is also what a bucket says of what is not there, to whom it shows no list.
            _log.warning("storage_failed", status=answer.status)
            raise SourceUnavailable(upstream=STORAGE)
        return FileFacts(int(size), file.media_type, etag)

    def link(
        self,
        piece: Piece,
        *,
        expires_at: datetime,
        file_name: str | None = None,
        share: str | None = None,
    ) -> str:
        """An address of the bucket that opens the piece until ``expires_at`` (UTC), or for seven
        days. It is not bound to the share: what is signed cannot be taken back.
        """
        del share
        now = self._now()
        return self._signer.signed(
            "GET",
            self._url(piece.file),
            at=now,
            seconds=_bounded(expires_at - now),
            parameters={
                "response-content-disposition": INLINE
                if file_name is None
                else attachment(file_name),
                "response-content-type": piece.file.media_type,
            },
        )

    def poster_url(self, poster: Poster) -> str:
        """The public address of a still picture, at the gateway, which redirects."""
        return self._public_url + poster_link.signed(self._keys, poster.key)

    def verified_poster(self, *, path: bytes, query: bytes) -> str | None:
        """The key of the poster that they are an address of; None: they are none."""
        return poster_link.verified(self._keys, path=path, query=query)

    def poster_location(self, poster_key: str) -> str:
        """An address of the bucket where the picture is for the next ten minutes."""
        file = poster_link.poster_file(poster_key)
        since = self._now().timestamp() // POSTER_STANDS_SECONDS * POSTER_STANDS_SECONDS
        return self._signer.signed(
            "GET",
            self._url(file),
            at=datetime.fromtimestamp(since, self._now().tzinfo),
            seconds=_POSTER_SECONDS,
            parameters={"response-content-type": file.media_type},
        )

    async def close(self) -> None:
        """The client is somebody else's."""

    def _url(self, file: StoredFile) -> str:
        return f"{self._bucket_url}/{quoted_key(file.key)}"


def _bounded(time: timedelta) -> int:
    return min(max(int(time.total_seconds()), 1), LONGEST_SECONDS)
