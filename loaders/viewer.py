"""Viewer: who asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Viewer:
    """A creator who has proved who they are.

    ``platform`` is where they ask from (``app``); ``expires_at`` is when the proof runs out (UTC).
    ``is_developer``: they may ask for any document where others may for known ones alone.
    ``token_id`` and ``issued_at`` (unix seconds) are the proof's own: by them it may be revoked.
    """

    creator_id: str
    platform: str
    expires_at: datetime | None = None
    is_developer: bool = False
    token_id: str | None = field(default=None, compare=False, repr=False)
    issued_at: float | None = field(default=None, compare=False, repr=False)
