"""Recorded: LIVEs of long ago, whose recordings a test may do with as it likes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bson.int64 import Int64
from pymongo.collection import Collection

from tests.app.creator import Creator, opaque
from tests.app.product import Product
from upstreams.simulator.recordings_service import RecordingsService

# More than all buffers on the way hold, and next to nothing on the disk.
LARGE = 64 * 1024 * 1024
_DAY = timedelta(days=1)

Document = dict[str, Any]


@dataclass(frozen=True)
class Recorded:
    """One such LIVE, with a whole replay of two segments or more, and highlights."""

    product: Product
    creator: Creator
    session: str
    replay_id: str
    highlight_id: str

    @property
    def replay(self) -> str:
        """The opaque id of its replay."""
        return opaque(self.session, self.replay_id)

    @property
    def highlight(self) -> str:
        """The opaque id of one of its highlights."""
        return opaque(self.session, self.highlight_id)

    @property
    def service(self) -> RecordingsService:
        """Who writes and withdraws recordings."""
        client = self.product.live.sessions.database.client
        return RecordingsService(client, self.product.world)

    def change(self, identifier: str, **changes: Any) -> None:
        """Write fields of a recording, as its service does."""
        document = {**self.service.found(identifier), **changes}
        document["revision"] = Int64(document["revision"] + 1)
        self.service.recordings.replace_one({"_id": identifier}, document)

    def enlarge(self) -> None:
        """Let the first segment of its replay have a file that nobody has read in a moment."""
        key = f"clips/large-{self.replay_id}.mp4"
        path = Path(self.product.running.media_directory, key)
        path.touch()
        os.truncate(path, LARGE)
        first, *others = self.service.found(self.replay_id)["segments"]
        first["file"]["key"] = key
        self.change(self.replay_id, segments=[first, *others])


def recordings_of(product: Product) -> Collection[Document]:
    """All recordings of the company."""
    return product.live.sessions.database["recordings"]


def all_recorded(product: Product) -> Iterator[Recorded]:
    """One LIVE of each creator who has such a one."""
    recordings, met = recordings_of(product), set[str]()
    kinds = [one["id"] for one in product.running.sessions.values()]
    tomorrow = datetime.now(UTC) + _DAY
    question = {
        "kind": "REPLAY",
        "state": "READY",
        "segments.1": {"$exists": True},
        "live_id": {"$nin": kinds},
        "expires_at": {"$gt": tomorrow},
    }
    for replay in list(recordings.find(question).sort("_id")):
        clip = recordings.find_one(
            {"live_id": replay["live_id"], "kind": "HIGHLIGHT", "state": "READY"}
        )
        if clip is not None and replay["creator_id"] not in met:
            met.add(replay["creator_id"])
            creator = Creator(replay["creator_id"], product.gateway, product.client)
            yield Recorded(product, creator, replay["live_id"], replay["_id"], clip["_id"])
