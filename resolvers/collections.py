"""Collections: where in the database the objects of a type are read."""

from __future__ import annotations

from collections.abc import Mapping

from loaders import recording, session

COLLECTIONS: Mapping[str, str] = {
    "Broadcast": session.COLLECTION,
    "EndPage": session.COLLECTION,
    "LiveSession": session.COLLECTION,
    "LiveSessionConnection": session.COLLECTION,
    "LiveSessionUpdate": session.COLLECTION,
    # Whose an object is that is fetched by its id alone, its LIVE says.
    "Node": session.COLLECTION,
    "Recording": recording.COLLECTION,
    "Recordings": recording.COLLECTION,
}
