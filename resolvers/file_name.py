"""File name: what a downloaded piece of a recording is called on the device that keeps it."""

from __future__ import annotations

import re
import unicodedata

from loaders.playable import Piece

_MOST_BYTES = 120
# Control characters, what turns the direction of writing, and what some file system cannot have.
_UNWANTED = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff/\\:*?"<>|]'
)
_NAMELESS = "LIVE"


def file_name(title: str, piece: Piece) -> str:
    """The title of the recording, the piece's number where it has one, and ``.mp4``.

    Letters of any language stay. A title that has none left becomes ``LIVE``.
    """
    text = unicodedata.normalize("NFC", title).encode("utf-8", "ignore").decode("utf-8")
    name = " ".join(_UNWANTED.sub(" ", text).split()).strip(". ")
    name = name.encode()[:_MOST_BYTES].decode("utf-8", "ignore").strip(". ") or _NAMELESS
    part = "" if piece.index is None else f" {piece.index + 1}"
    return f"{name}{part}.mp4"
