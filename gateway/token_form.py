"""Token form: a signed token (a JWS, compact) as it is written, read more strictly than is usual.

There is one way to write each token here: no padding, no other alphabet, no bits left over, no name
twice in an object, no number that is none. So two readers cannot read two things out of one.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any, NoReturn

_LONGEST_KEY_ID = 256
_TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})
# What asks the reader to fetch a key, to trust one that comes along, to unpack, or to understand
# more than is written here. None of it is needed, so nothing of it is ever looked at.
_REFUSED = frozenset(
    {"jwk", "jku", "x5u", "x5c", "crit", "zip", "enc", "b64", "cty", "epk", "p2s", "p2c"}
)


@dataclass(frozen=True, slots=True)
class TokenForm:
    """A token's three parts: the header and what is signed as text, the rest decoded."""

    header: str
    signed: bytes
    payload: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class TokenHeader:
    """What a header says of the signature. ``key_id`` None: it names no key."""

    algorithm: str
    key_id: str | None


def token_form(token: str) -> TokenForm:
    """The parts of a token. Raises ``ValueError`` when it is not written as one."""
    parts = token.split(".")
    if len(parts) != 3:
        raise ValueError("not three parts")
    header, payload, signature = parts
    return TokenForm(
        header=header,
        signed=f"{header}.{payload}".encode("ascii"),
        payload=_decoded(payload),
        signature=_decoded(signature),
    )


def token_header(text: str) -> TokenHeader:
    """What the first part of a token says. Raises ``ValueError`` for one that is not to be used."""
    header = json_object(_decoded(text))
    if not _REFUSED.isdisjoint(header):
        raise ValueError("a header that is not followed")
    kind = header.get("typ", "JWT")
    if not isinstance(kind, str) or kind.lower() not in _TYPES:
        raise ValueError("another kind of token")
    algorithm = header.get("alg")
    if not isinstance(algorithm, str):
        raise ValueError("no algorithm")
    if "kid" not in header:
        return TokenHeader(algorithm, None)
    key_id = header["kid"]
    if not isinstance(key_id, str) or not 0 < len(key_id) <= _LONGEST_KEY_ID:
        raise ValueError("an odd key id")
    return TokenHeader(algorithm, key_id)


def json_object(content: bytes) -> dict[str, Any]:
    """A JSON object in which, at any depth, no name stands twice and every number is one.

    Raises ``ValueError``, or ``RecursionError`` for what is nested too deeply.
    """
    read = json.loads(
        content.decode("utf-8"), object_pairs_hook=_each_once, parse_constant=_no_number
    )
    if not isinstance(read, dict):
        raise ValueError("not an object")
    return read


def _decoded(part: str) -> bytes:
    decoded = urlsafe_b64decode(part.encode("ascii") + b"=" * (-len(part) % 4))
    # The decoder passes over much; what it would write itself is the one spelling that is right.
    if urlsafe_b64encode(decoded).rstrip(b"=") != part.encode("ascii"):
        raise ValueError("not base64url as it should be")
    return decoded


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(_name: str) -> NoReturn:
    raise ValueError("not a number")
