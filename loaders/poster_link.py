"""Poster link: a public address of a still picture, the same for as long as the picture is.

    /posters/{tag}/{poster key}.jpg

The tag cannot be guessed, so that the pictures there are cannot be tried out by their keys.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from loaders.link_keys import LinkKeys, Purpose
from loaders.recording import StoredFile

PATH = "/posters/"
_LINK = re.compile(rb"/posters/(?P<tag>[A-Za-z0-9_-]{22})/(?P<key>[A-Za-z0-9_.~/%-]+)\.jpg")


def signed(keys: LinkKeys, poster_key: str) -> str:
    """The path of the poster's address."""
    quoted = _quoted(poster_key)
    return f"{PATH}{keys.tag(Purpose.POSTER, quoted.encode())}/{quoted}.jpg"


def verified(keys: LinkKeys, *, path: bytes, query: bytes) -> str | None:
    """The key of the poster that a request of this path and query, as they came over the wire,
    asks for; None: nobody has signed it.
    """
    found = _LINK.fullmatch(path)
    if found is None or query:
        return None
    if not keys.is_tag(Purpose.POSTER, found["key"], found["tag"].decode()):
        return None
    return unquote(found["key"].decode("ascii"))


def poster_file(poster_key: str) -> StoredFile:
    """Where the storage has the picture."""
    return StoredFile(f"{poster_key}.jpg", "image/jpeg")


def _quoted(text: str) -> str:
    return quote(text, safe="/", errors="replace")
