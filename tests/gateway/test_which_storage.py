"""Which storage: the one that the settings name, with the keys and the address that they give."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.settings import Settings
from gateway.source_settings import source_settings
from loaders.local_storage import LocalStorage
from loaders.playable import Piece
from loaders.recording import StoredFile
from loaders.s3_storage import S3Storage
from loaders.sources import Sources, SourceSettings
from loaders.storage import Storage
from tests.fakes.times import NOW
from tests.gateway.serving import environment

PIECE = Piece("r1", 0, 0, 1.0, StoredFile("a/b.mp4"))


def settings_of(folder: Path, **changes: str) -> SourceSettings:
    """What the loaders are told of an environment."""
    return source_settings(Settings.from_environment(environment(folder, **changes)))


async def storage_of(settings: SourceSettings) -> Storage:
    """The storage that the sources have."""
    sources = await Sources.open(settings)
    await sources.close()
    return sources.storage


async def test_a_directory(tmp_path: Path) -> None:
    """Links are of the gateway's public address, signed with the first key of the file."""
    settings = settings_of(tmp_path, ENDPAGE_PUBLIC_URL="https://end.test/pages/")
    assert (settings.media_directory, settings.s3) == (tmp_path, None)
    storage = await storage_of(settings)
    assert isinstance(storage, LocalStorage)
    assert storage.link(PIECE, expires_at=NOW).startswith(
        "https://end.test/pages/media/r1/0.mp4?expires=1795360200&key=test&signature="
    )


async def test_a_bucket(tmp_path: Path) -> None:
    """Links are of the bucket, signed for its key; none of the secrets is ever printed."""
    (tmp_path / "s3").write_text("swordfish" * 4)
    settings = settings_of(
        tmp_path,
        ENDPAGE_MEDIA_DIRECTORY="",
        ENDPAGE_S3_BUCKET_URL="https://bucket.test/recordings/",
        ENDPAGE_S3_REGION="eu-central-1",
        ENDPAGE_S3_ACCESS_KEY_ID="AKID",
        ENDPAGE_S3_SECRET_KEY_FILE=str(tmp_path / "s3"),
    )
    storage = await storage_of(settings)
    assert isinstance(storage, S3Storage)
    url = storage.link(PIECE, expires_at=NOW)
    assert url.startswith("https://bucket.test/recordings/a/b.mp4?")
    assert "X-Amz-Credential=AKID%2F" in url
    assert "swordfish" not in repr(settings)
    assert "kkkk" not in repr(settings)


async def test_there_must_be_one(tmp_path: Path) -> None:
    """Without either nothing could be linked to."""
    settings = settings_of(tmp_path)
    nowhere = SourceSettings(
        shop_analytics_url="",
        rewards_url="",
        journey_url="",
        mongodb_uri=settings.mongodb_uri,
        shares_mongodb_uri=settings.shares_mongodb_uri,
        service_credential="",
        public_url="",
        link_keys=settings.link_keys,
    )
    with pytest.raises(ValueError, match="there must be a storage"):
        await Sources.open(nowhere)
