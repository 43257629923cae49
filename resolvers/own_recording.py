"""Own recording: the viewer's recording by its opaque id, and whether it can be played now."""

from __future__ import annotations

from loaders.errors import NotFound
from loaders.names import MONGODB
from loaders.playable import is_playable, shown_state
from loaders.recording import Recording
from loaders.recordings import recordings_by_session
from resolvers.context import Info
from resolvers.global_id import read_global_id
from resolvers.live_session import live_session
from resolvers.ownership import own_session
from resolvers.user_error import UserError, UserErrorCode, user_error

_WHY = {
    "PROCESSING": UserErrorCode.RECORDING_PROCESSING,
    "FAILED": UserErrorCode.RECORDING_FAILED,
    "NOT_SAVED": UserErrorCode.RECORDING_NOT_SAVED,
    "DELETED": UserErrorCode.RECORDING_DELETED,
    "EXPIRED": UserErrorCode.RECORDING_EXPIRED,
    "RESTRICTED": UserErrorCode.RECORDING_RESTRICTED,
}


async def own_recording(raw: str, info: Info) -> Recording:
    """The viewer's recording with this raw id, ``session/recording``.

    Raises NotFound for one that is unknown and for somebody else's alike.
    """
    session_id, _, recording_id = raw.partition("/")
    session = live_session(await own_session(session_id, info), info.context)
    found = await info.context.load(recordings_by_session, session.key(MONGODB, info.context))
    for record in found.recordings:
        if record.id == recording_id:
            return record
    raise NotFound("There is no such object for this creator.")


async def own_playable(
    opaque: str, info: Info, field: str = "id"
) -> tuple[Recording | None, list[UserError]]:
    """The viewer's recording, and why it cannot be played: nothing when it can.

    None: there is none with this id for this creator. Raises KnownError when it cannot be read.
    """
    named = read_global_id(opaque)
    if named is None or named[0] != "Recording":
        return None, [user_error(UserErrorCode.NOT_FOUND, "input", field)]
    try:
        found = await own_recording(named[1], info)
    except NotFound:
        return None, [user_error(UserErrorCode.NOT_FOUND, "input", field)]
    if is_playable(found, info.context.now):
        return found, []
    # A state that this version has no name for is one in which nothing can be promised.
    why = _WHY.get(shown_state(found, info.context.now), UserErrorCode.RECORDING_FAILED)
    return found, [user_error(why, "input", field)]
