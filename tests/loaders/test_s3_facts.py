"""S3 facts over the wire: what a bucket is really asked, and when it is in trouble."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import unquote

import pytest

from loaders.errors import SourceUnavailable
from loaders.names import STORAGE
from loaders.recording import StoredFile
from loaders.s3_signature import quoted_key
from loaders.s3_storage import S3Storage
from loaders.storage import FileFacts
from loaders.upstream import head_by, open_transport
from tests.loaders.buckets import FILE, asked_of, signed, storage_at
from tests.loaders.little_bucket import bucket_saying

ODD_KEY = "a b/ä+%2F&?#'()*!@:;,$~|\\^/😀.mp4"


@asynccontextmanager
async def over(bucket_url: str, *, cap: float) -> AsyncIterator[S3Storage]:
    """A storage over the app's own HTTP transport."""
    async with open_transport() as transport:
        yield storage_at(bucket_url, head_by(transport, name=STORAGE, cap=cap))


async def test_what_is_signed_is_what_is_asked() -> None:
    """The signature holds for what comes over the wire. A client may write some letters plainly,
    which a bucket does not count: it reads them, and quotes them anew.
    """
    says = b'HTTP/1.1 200 OK\r\ncontent-length: 7\r\netag: "e"\r\nconnection: close\r\n\r\n'
    async with bucket_saying(says) as bucket, over(bucket.url, cap=30.0) as storage:
        assert await storage.facts(StoredFile(ODD_KEY)) == FileFacts(7, "video/mp4", '"e"')
        line, *headers = bucket.heads[0].decode().split("\r\n")
        method, target, _ = line.split(" ")
        path, _, query = target.partition("?")
        assert (method, unquote(path)) == ("HEAD", f"/b/{ODD_KEY}")
        asked = f"{bucket.url}/{quoted_key(ODD_KEY)}?{query}"
        assert (
            asked_of(asked)["X-Amz-Signature"] == asked_of(signed("HEAD", asked))["X-Amz-Signature"]
        )
        told = dict(header.lower().split(": ") for header in headers if header)
        assert told["host"] == bucket.url.removeprefix("http://").removesuffix("/b")
        assert "authorization" not in told


async def test_a_file_that_is_not_in_the_bucket_is_not_there() -> None:
    """It says 404, with a word about why that nobody reads."""
    says = b"HTTP/1.1 404 Not Found\r\ncontent-length: 99\r\nconnection: close\r\n\r\n"
    async with bucket_saying(says) as bucket, over(bucket.url, cap=30.0) as storage:
        assert await storage.facts(FILE) is None


@pytest.mark.parametrize("says", [b"", b"HTTP/1.1 2", b"nonsense\r\n\r\n"])
async def test_a_bucket_that_is_in_trouble_is_unavailable(says: bytes) -> None:
    """Silent for too long, broken off, or not HTTP; the error holds no address."""
    async with bucket_saying(says) as bucket, over(bucket.url, cap=0.2) as storage:
        with pytest.raises(SourceUnavailable) as raised:
            await storage.facts(FILE)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


async def test_a_bucket_that_is_not_there_is_unavailable() -> None:
    """Nobody listens at its address."""
    async with bucket_saying(b"x") as bucket:
        url = bucket.url
    async with over(url, cap=30.0) as storage:
        with pytest.raises(SourceUnavailable):
            await storage.facts(FILE)
