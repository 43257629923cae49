"""Collections: where in the databases the objects of a type are read."""

from __future__ import annotations

from collections.abc import Mapping

from loaders import recording, session, share

COLLECTIONS: Mapping[str, str] = {
    "Broadcast": session.COLLECTION,
    "CreateRecordingLinksPayload": recording.COLLECTION,
    "CreateSharePayload": share.COLLECTION,
    "EndPage": session.COLLECTION,
    "LiveSession": session.COLLECTION,
    "LiveSessionConnection": session.COLLECTION,
    "LiveSessionUpdate": session.COLLECTION,
    # Whose an object is that is fetched by its id alone, its LIVE says.
    "Node": session.COLLECTION,
    "Recording": recording.COLLECTION,
    "Recordings": recording.COLLECTION,
    "RevokeSharePayload": share.COLLECTION,
    "Share": share.COLLECTION,
    "ShareConnection": share.COLLECTION,
}
