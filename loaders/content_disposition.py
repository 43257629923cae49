"""Content disposition: how a browser is told to save a file, and under which name (RFC 6266)."""

from __future__ import annotations

import re
from urllib.parse import quote

INLINE = "inline"
# What file systems and shells read as something else than a letter of a name.
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u2028\u2029\u202a-\u202e\u2066-\u2069]')
# Beside those, what old readers of the plain form take for an escape.
_NOT_IN_PLAIN = re.compile(r"[^\x20-\x7e]|%")


def attachment(file_name: str) -> str:
    """The header's value. The name is given twice: plainly, and as it is (RFC 5987)."""
    name = _NOT_IN_NAMES.sub("_", file_name).strip(" .") or "recording"
    plain = _NOT_IN_PLAIN.sub("_", name)
    value = f'attachment; filename="{plain}"'
    if plain != name:
        value += f"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
    return value
