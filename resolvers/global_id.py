"""Global id: one opaque name for each object that a client may keep."""

from __future__ import annotations

import base64
import binascii

_MOST_CHARACTERS = 200
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def global_id(type_name: str, raw: str) -> str:
    """The opaque id of the object of type ``type_name`` with the platform's id ``raw``."""
    text = binascii.b2a_base64(f"{type_name}:{raw}".encode(), newline=False)
    return text.translate(_URL_SAFE, b"=").decode()


def read_global_id(opaque: str) -> tuple[str, str] | None:
    """The type name and the raw id; None when it is not one of our ids."""
    if len(opaque) > _MOST_CHARACTERS:
        return None
    try:
        text = base64.b64decode(
            opaque + "=" * (-len(opaque) % 4), altchars=b"-_", validate=True
        ).decode()
    except (binascii.Error, UnicodeError, ValueError):
        return None
    type_name, colon, raw = text.partition(":")
    # Several spellings of one id would be several objects to a client's cache.
    if not colon or global_id(type_name, raw) != opaque:
        return None
    return type_name, raw
