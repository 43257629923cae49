"""Link targets: what links open now, many looked up at once, or why one opens nothing any more."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime

from gateway.file_refusal import FileRefusal, gone, not_there, unavailable
from loaders.asking import Asking
from loaders.deadline import Deadline
from loaders.errors import KnownError
from loaders.local_link import LocalLink
from loaders.playable import Piece, is_playable, pieces_of
from loaders.recording import Recording
from loaders.sources import Sources

Target = Piece | FileRefusal


async def targets_of(
    sources: Sources,
    links: Collection[LocalLink],
    *,
    request_id: str,
    not_before: float | None = None,
) -> dict[LocalLink, Target]:
    """What each of the links opens. ``not_before``: nothing that was read before that moment
    (seconds of ``sources.monotonic``) will do.

    That a link has expired does not count: it said until when it may be begun with.
    """
    deadline = Deadline(sources.settings.operation_ms)
    asking = Asking(request_id=request_id, deadline=deadline, not_before=not_before)
    ids = dict.fromkeys(link.recording_id for link in links)
    tokens = dict.fromkeys(link.share for link in links if link.share is not None)
    found, shares = await asyncio.gather(
        sources.recording_by_id.read(asking, list(ids)), _shares(sources, tokens)
    )
    now = sources.now()
    return {
        link: _target(link, found[link.recording_id], _share_of(link, shares), now)
        for link in links
    }


async def _shares(sources: Sources, tokens: Collection[str]) -> dict[str, bool | KnownError]:
    answers = await asyncio.gather(*(_is_open(sources, token) for token in tokens))
    return dict(zip(tokens, answers, strict=True))


async def _is_open(sources: Sources, token: str) -> bool | KnownError:
    try:
        return await sources.shares.is_open(token)
    except KnownError as error:
        return error


def _share_of(link: LocalLink, shares: dict[str, bool | KnownError]) -> bool | KnownError:
    return True if link.share is None else shares[link.share]


def _target(
    link: LocalLink,
    recording: Recording | KnownError | None,
    share: bool | KnownError,
    now: datetime,
) -> Target:
    if recording is None or share is False:
        return gone()
    if isinstance(recording, KnownError) or isinstance(share, KnownError):
        return unavailable()
    if not is_playable(recording, now):
        return gone()
    pieces = (piece for piece in pieces_of(recording) if piece.index == link.index)
    return next(pieces, None) or not_there()
