"""Storages in a bucket, and its addresses taken apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from loaders.names import STORAGE
from loaders.recording import StoredFile
from loaders.s3_signature import S3Signer
from loaders.s3_storage import S3Settings, S3Storage
from loaders.upstream import head_by, open_transport
from tests.fakes.times import NOW
from tests.loaders.links import KEYS

FILE = StoredFile("recordings/1/0.mp4")
SECRET = "swordfish" * 4


def storage_at(
    bucket_url: str,
    head: Callable[[str], object] | None = None,
    *,
    now: Callable[[], datetime] = lambda: NOW,
) -> S3Storage:
    """A storage in that bucket."""
    settings = S3Settings(
        bucket_url=bucket_url, region="eu-central-1", access_key_id="AKID", secret_key=SECRET
    )
    return S3Storage(
        settings,
        public_url="https://gateway.test",
        keys=KEYS,
        head=head or head_by(open_transport(), name=STORAGE, cap=30.0),  # type: ignore[arg-type]
        now=now,
    )


def signed(method: str, url: str, *, at: datetime = NOW) -> str:
    """The very address that is to be had when ``url`` is one of them, signed anew."""
    bare, _, query = url.partition("?")
    asked = {name: value for name, [value] in parse_qs(query).items()}
    signer = S3Signer(region="eu-central-1", access_key_id="AKID", secret_key=SECRET)
    said = {name: value for name, value in asked.items() if not name.startswith("X-Amz-")}
    seconds = int(asked["X-Amz-Expires"])
    return signer.signed(method, bare, at=at, seconds=seconds, parameters=said)


def asked_of(url: str) -> dict[str, str]:
    """The parameters of an address."""
    return {name: value for name, [value] in parse_qs(urlsplit(url).query).items()}
