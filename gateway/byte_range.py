"""Byte range: the part of a file that a request asks for (RFC 9110, section 14).

One part at a time: several in one answer are of no use to players and downloaders, and a way to ask
for much more than there is.
"""

from __future__ import annotations

import re

_PART = re.compile(r"[ \t]*(?:(?P<first>[0-9]{1,30})-(?P<last>[0-9]{0,30})|-(?P<tail>[0-9]{1,30}))")


class NotSatisfiable(Exception):
    """There is no such part, there are several, or it cannot be read what is asked for."""


def part_of(size: int, asked: str) -> range | None:
    """The positions of the bytes that a ``Range`` header asks for, of ``size``.

    None: it is to be ignored, since it counts in something else than bytes. Raises NotSatisfiable.
    """
    unit, equals, parts = asked.partition("=")
    if not equals or unit.strip().lower() != "bytes":
        return None
    found = _PART.fullmatch(parts.rstrip(" \t"))
    if found is None:
        raise NotSatisfiable
    if found["tail"]:
        part = range(max(size - int(found["tail"]), 0), size)
    else:
        first = int(found["first"])
        last = int(found["last"]) if found["last"] else size - 1
        if last < first and found["last"]:
            raise NotSatisfiable
        part = range(first, min(last + 1, size))
    if not part:
        raise NotSatisfiable
    return part
