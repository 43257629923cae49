"""Content coding: how an answer is compressed on its way, from the request's ``Accept-Encoding``.

Compression tells the length of what it has compressed, and by it, byte for byte, a secret beside
text that somebody else has put there. That takes somebody who can make a client ask with its token,
again and again. No page of another site can: a token is in no cookie, and browsers send it nowhere
by themselves. What a mutation has made, such as a signed link, is left as it is all the same.
"""

from __future__ import annotations

import asyncio
import sys
import zlib
from dataclasses import dataclass
from functools import lru_cache

from gateway.header_list import Element, elements

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# An answer that fits into one packet gets there no sooner for being shorter.
LEAST_BYTES = 1_024
# So much takes a millisecond or two, for which everybody else would wait.
_LARGE_BYTES = 65_536
_LONGEST_KNOWN = 256
_ZSTD_LEVEL = 3
_GZIP_LEVEL = 3
_GZIP_WINDOW = 31

IDENTITY = "identity"
# By what they cost: for equal sizes zstd takes a third of gzip's time.
_OURS = ("zstd", "gzip")


@dataclass(frozen=True, slots=True)
class Coding:
    """What a client wants of ours: ``identity`` is no compression at all, None is nothing of it.

    ``is_demanded``: an answer that is not compressed cannot be accepted.
    """

    name: str | None
    is_demanded: bool = False


def coding_of(accept_encoding: str | None, *, is_on: bool) -> Coding:
    """What the header says; ``is_on`` is whether we compress. Who names nothing gets it plain."""
    if accept_encoding is None:
        return _PLAIN
    is_short = len(accept_encoding) <= _LONGEST_KNOWN
    return (_known if is_short else _read)(accept_encoding, _OURS if is_on else ())


async def encoded(content: bytes, name: str) -> bytes:
    """``content`` in the coding of that name. What is large is left to a thread."""
    encode = _zstd if name == "zstd" else _gzip
    if len(content) < _LARGE_BYTES:
        return encode(content)
    return await asyncio.to_thread(encode, content)


_PLAIN = Coding(IDENTITY)


def _read(accept_encoding: str, ours: tuple[str, ...]) -> Coding:
    # The older name is still in use, and means the same.
    named = {one.name.removeprefix("x-"): one for one in elements(accept_encoding)}
    wildcard = named.get("*")
    plain = _weight(named.get(IDENTITY, wildcard), otherwise=1.0)
    best, weight = None, 0.0
    for name in ours:
        if _weight(named.get(name), otherwise=0.0) > weight:
            best, weight = name, named[name].weight
    if best is not None and (IDENTITY not in named or weight >= plain):
        return Coding(best, is_demanded=plain == 0)
    if plain > 0:
        return _PLAIN
    if wildcard is not None and wildcard.weight > 0:
        unnamed = [name for name in reversed(ours) if name not in named]
        return Coding(unnamed[0] if unnamed else None, is_demanded=True)
    return Coding(None, is_demanded=True)


_known = lru_cache(maxsize=256)(_read)


def _weight(one: Element | None, *, otherwise: float) -> float:
    return otherwise if one is None else one.weight


def _gzip(content: bytes) -> bytes:
    return zlib.compress(content, _GZIP_LEVEL, _GZIP_WINDOW)


def _zstd(content: bytes) -> bytes:
    return zstd.compress(content, _ZSTD_LEVEL)
