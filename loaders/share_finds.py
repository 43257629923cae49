"""Share finds: shares by their tokens, many in one find; none is taken for open for long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loaders.errors import KnownError
from loaders.freshness import NOTHING, Freshness
from loaders.mongo import Mongo, read_document
from loaders.names import SHARES
from loaders.share import COLLECTION, Share
from loaders.source import Keeping, Source

ShareSource = Source[str, Share | None]
# It may be revoked at any time, and has ended then: an old answer is none, even in an outage.
_FRESHNESS = Freshness(fresh=1.0, stale=0.0, on_error=0.0)
_SHARE_BYTES = 1_000


class ShareFinds:
    """The collection of shares, as a source calls it. None: there is no such share."""

    name = SHARES

    def __init__(self, database: Mongo) -> None:
        self._database = database

    async def read(
        self, keys: Sequence[str], *, time_left: float, request_id: str
    ) -> Mapping[str, Share | KnownError | None]:
        """The share of each token. Raises SourceUnavailable."""
        del time_left, request_id
        documents = await self._database.find(COLLECTION, {"_id": {"$in": list(keys)}})
        found = {document["_id"]: read_document(document, Share) for document in documents}
        return {key: found.get(key) for key in keys}


def keeping_shares() -> Keeping[str, Share | None]:
    """How shares are kept: for a second; that there is none, for half of it."""
    return Keeping(
        freshness=lambda _key, share, _now: NOTHING if share is None else _FRESHNESS,
        size=lambda share: 0 if share is None else _SHARE_BYTES,
        as_stale=lambda share: share,
    )
