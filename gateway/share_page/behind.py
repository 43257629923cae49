"""Behind: what the pages of shares read, of the gateway that serves them."""

from __future__ import annotations

from starlette.types import Scope

from gateway.gateway import gateway_of
from gateway.share_page.lookup import Behind
from loaders.asking import Asking
from loaders.errors import KnownError
from loaders.recording import Recording
from loaders.recording_by_id import RecordingById


def behind(scope: Scope) -> Behind:
    """What the pages read, for the request of this scope."""
    sources = gateway_of(scope).sources
    return Behind(
        shares=sources.shares,
        storage=sources.storage,
        recording=_Recordings(sources.recording_by_id).find,
        now=sources.now,
    )


class _Recordings:
    def __init__(self, by_id: RecordingById) -> None:
        self._by_id = by_id

    async def find(self, asking: Asking, recording_id: str) -> Recording | None:
        """The recording of that id. Raises KnownError when it cannot be read."""
        found = (await self._by_id.read(asking, [recording_id]))[recording_id]
        if isinstance(found, KnownError):
            raise found
        return found
