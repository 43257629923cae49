"""Text: what a creator has written, as it may be shown to everybody.

A title is anything that somebody has typed. Escaping is the templates' business; here it loses what
would disturb the text around it: what has no shape, what turns the direction of reading around, and
marks that are piled up until they cover other lines.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

# Embeddings, overrides and isolates: opened in a title, they would be closed behind it.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SHAPELESS = frozenset({"Cc", "Cs", "Co", "Cn"})
_SPACES = frozenset({"Zs", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me"})
# Scripts that are written with marks have two or three on one letter.
_MOST_MARKS = 4
# What is cut is not looked at, however long it is.
_LOOKED_AT = 8
_LONGEST_URL = 2_048


def shown(text: str, *, most: int) -> str:
    """``text`` in one line of at most ``most`` characters; empty when nothing of it can be seen."""
    kept: list[str] = []
    marks = 0
    for letter in text[: most * _LOOKED_AT]:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in _MARKS else 0
        if kind in _SPACES or letter in "\t\n\r\v\f":
            kept.append(" ")
        elif kind not in _SHAPELESS and letter not in _TURNING and marks <= _MOST_MARKS:
            kept.append(letter)
    line = " ".join("".join(kept).split())
    if not any(unicodedata.category(letter) not in {"Cf", "Zs", *_MARKS} for letter in line):
        return ""
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def web_address(url: str | None) -> str | None:
    """``url`` when it is one that a link may lead to: of the web, and in one piece. Else None."""
    if url is None or len(url) > _LONGEST_URL or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    # A name before the host would look like the host.
    is_plain = parts.scheme in {"http", "https"} and host and parts.username is None
    return url if is_plain and "\\" not in url else None
