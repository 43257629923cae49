"""Recording finds: the recordings of LIVEs, many in one find, kept while the database is away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from loaders.errors import KnownError
from loaders.freshness import BY_PHASE, Freshness, Phase
from loaders.keys import Key
from loaders.mongo import Mongo, read_document
from loaders.names import MONGODB
from loaders.recording import COLLECTION, Recording
from loaders.source import Keeping, Source


@dataclass(frozen=True, slots=True)
class RecordingsAnswer:
    """The recordings of a LIVE, in no order, as they were at ``as_of`` (UTC)."""

    recordings: tuple[Recording, ...]
    as_of: datetime
    is_stale: bool = False


RecordingSource = Source[Key, RecordingsAnswer]
_MOVING = Freshness(fresh=1.0, stale=0.0, on_error=600.0)
# A creator may delete a recording at any time, so none is taken for true for long.
_AT_REST = Freshness(fresh=30.0, stale=300.0, on_error=86_400.0)


class RecordingFinds:
    """The recordings collection, as a source calls it."""

    name = MONGODB

    def __init__(
        self,
        mongo: Mongo,
        *,
        now: Callable[[], datetime],
        found: Callable[[str, str], None] = lambda *_: None,
    ) -> None:
        """``found`` is told the ids of each recording that is found and of its LIVE."""
        self._mongo = mongo
        self._now = now
        self._found = found

    async def read(
        self, keys: Sequence[Key], *, time_left: float, request_id: str
    ) -> Mapping[Key, RecordingsAnswer | KnownError]:
        """The recordings of each LIVE and its creator. Raises SourceUnavailable.

        A document that does not fit its contract fails its own LIVE alone.
        """
        del time_left, request_id
        now = self._now()
        documents = await self._mongo.find(
            COLLECTION, {"live_id": {"$in": [key.id for key in keys]}}
        )
        found: dict[tuple[object, object], list[Recording | KnownError]] = defaultdict(list)
        for document in documents:
            self._found(str(document["_id"]), document["live_id"])
            owner = (document["live_id"], document.get("creator_id"))
            found[owner].append(read_document(document, Recording))
        return {key: _answer(found[key.id, key.on_behalf_of], now) for key in keys}


def _answer(
    found: Iterable[Recording | KnownError], as_of: datetime
) -> RecordingsAnswer | KnownError:
    recordings: list[Recording] = []
    for recording in found:
        if isinstance(recording, KnownError):
            return recording
        recordings.append(recording)
    return RecordingsAnswer(tuple(recordings), as_of)


def keeping_recordings() -> Keeping[Key, RecordingsAnswer]:
    """How recordings are kept: hardly, while one is being made."""
    return Keeping(
        freshness=_freshness,
        size=lambda answer: 128 + 1_000 * len(answer.recordings),
        as_stale=lambda answer: replace(answer, is_stale=True),
    )


def _freshness(key: Key, answer: RecordingsAnswer, now: datetime) -> Freshness:
    del now
    if key.phase is Phase.LIVE or any(one.state == "PROCESSING" for one in answer.recordings):
        return _MOVING
    if not answer.recordings:
        return BY_PHASE[Phase.LIVE] if key.phase is Phase.ENDED else _AT_REST
    return _AT_REST
