"""What is shared: a share and its recording, short to write."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from loaders.recording import Poster, Recording, Segment, StoredFile
from loaders.share import KEPT_AFTER, Share
from tests.fakes.times import NOW

CREATOR = "6800000000000000001"
SOMEBODY_ELSE = "6800000000000000002"
LIVE = "7200000000000000001"
RECORDING = "7500000000000000001"
TOKEN = "AbCdEfGhIjKlMnOpQrStU_"


def share(**changes: Any) -> Share:
    """A share that is open."""
    expires_at = changes.get("expires_at", NOW + timedelta(days=30))
    facts: dict[str, Any] = {
        "token": TOKEN,
        "creator_id": CREATOR,
        "live_id": LIVE,
        "recording_id": RECORDING,
        "idempotency_key": "key",
        "is_indexable": False,
        "created_at": NOW - timedelta(days=1),
        "expires_at": expires_at,
        "purge_at": expires_at + KEPT_AFTER,
    }
    return Share(**{**facts, **changes})


def segment(index: int, **changes: Any) -> Segment:
    """A piece of half an hour that can be watched."""
    facts: dict[str, Any] = {
        "index": index,
        "state": "READY",
        "starts_at_seconds": index * 1800,
        "duration_seconds": 1800.0,
        "size_bytes": 1_000_000,
        "file": StoredFile(key=f"files/{index}"),
    }
    return Segment(**{**facts, **changes})


def recording(**changes: Any) -> Recording:
    """A highlight that can be watched."""
    facts: dict[str, Any] = {
        "id": RECORDING,
        "live_id": LIVE,
        "creator_id": CREATOR,
        "kind": "HIGHLIGHT",
        "state": "READY",
        "title": "Autumn coats",
        "duration_seconds": 62.4,
        "file": StoredFile(key="files/clip"),
        "poster": Poster(key="posters/clip", width=720, height=1280),
    }
    return Recording(**{**facts, **changes})
